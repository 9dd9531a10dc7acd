"""Find and run the operation a diagram names."""

from __future__ import annotations

from casework.cases.case_file import CaseFile
from casework.operations import accepting, deciding, issuing, paying, planning, staffing, telling, timing
from casework.operations.operation import Inputs, Operation, OperationFailed, Outputs
from engine.contract import ServiceRequest

OPERATIONS: dict[str, Operation] = {
    "accept": accepting.accept,
    "accept_deemed": accepting.accept_deemed,
    "refuse_acceptance": accepting.refuse_acceptance,
    "request_supplement": accepting.request_supplement,
    "supplement_received": accepting.supplement_received,
    "suspend": timing.suspend,
    "resume": timing.resume,
    "check_extension": timing.check_extension,
    "extend": timing.extend,
    "start_clock": timing.start_clock,
    "stop_clock": timing.stop_clock,
    "draw_up": deciding.draw_up_document,
    "deny": deciding.deny,
    "approve": deciding.approve,
    "compute_fee": paying.compute_fee,
    "open_payment": paying.open_payment,
    "record_payment": paying.record_payment,
    "waive_payment": paying.waive_payment,
    "reduce_payment": paying.reduce_payment,
    "issue_certificate": issuing.issue_certificate,
    "deliver_certificate": issuing.deliver_certificate,
    "notify": telling.notify,
    "copy_notice": telling.copy_notice,
    "record_contact": telling.record_contact,
    "plan_branches": planning.plan_branches,
    "submit_upward": planning.submit_upward,
    "hold_superior": planning.hold_superior,
    "resume_superior": planning.resume_superior,
    "change_case_type": planning.change_case_type,
    "terminate_case": planning.terminate_case,
    "open_delegation": staffing.open_delegation,
    "close_delegation": staffing.close_delegation,
    "register_leave": staffing.register_leave,
    "count_leave": staffing.count_leave,
    "check_substitute": staffing.check_substitute,
    "substitute_fits": staffing.substitute_fits,
}


def perform(file: CaseFile, request: ServiceRequest) -> Outputs:
    """Run the operation on the case in memory; gives what its output mappings may see.

    Raises `OperationFailed` for what the diagram got wrong, `Refusal` for what the law or the data forbid.
    """
    operation = OPERATIONS.get(request.name)
    if operation is None:
        raise OperationFailed("operation.unknown", operation=request.name)
    return operation(file, Inputs(request.name, request.inputs)) or {}
