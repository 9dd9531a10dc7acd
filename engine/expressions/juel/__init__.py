"""The part of JUEL (`${…}`, Camunda 7 and Flowable) that touches data only: no beans, no calls into programs."""
