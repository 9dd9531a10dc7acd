"""The JSON API under `/api/v1`: the same casework calls as the pages, for programs with a bearer token."""
