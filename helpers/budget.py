"""What the live requests of this kernel may cost, and have cost."""

import threading
from collections import Counter
from decimal import Decimal

from . import cost
from .problems import Unrepeatable
from .replay.cassette import Interaction
from .replay.identity import Identity


class OverBudget(Unrepeatable):
    """A request was not sent, because it may cost more than is left."""


class Budget:
    """Counts what is spent, and stops before a limit. Safe to use from several threads.

    A request reserves what it may cost before it is sent, so that many in flight keep to the
    limit, too. Then it is charged with what it did cost; where its answer does not say that,
    with what it reserved. A model without a known price is counted, and nothing is charged.

    limit: in dollars. spent: by all requests that are through.
    """

    def __init__(self, limit: Decimal) -> None:
        self.limit = limit
        self.spent = Decimal(0)
        self._reserved = Decimal(0)
        self._lock = threading.Lock()
        self._start_cell()

    def _start_cell(self) -> None:
        self._before = self.spent
        self._notes: Counter[str] = Counter()

    def reserve(self, asked: Identity) -> "Charge":
        """Before a request is sent. Raises OverBudget if it may cost more than is left."""
        may_cost = cost.at_most(asked)
        with self._lock:
            taken = self.spent + self._reserved
            if may_cost is None:
                fits = taken < self.limit
            else:
                fits = may_cost == 0 or taken + may_cost <= self.limit
            if not fits:
                self._notes["Requests not sent"] += 1
                raise OverBudget(_refusal(may_cost, taken, self.limit))
            self._reserved += may_cost or 0
        return Charge(self, may_cost)

    def charge(self, reserved: Decimal | None, did_cost: Decimal | None) -> None:
        """A request is through; None for what is not known."""
        with self._lock:
            self._reserved -= reserved or 0
            if did_cost is None and reserved is None:
                self._notes["Requests without a known price, not counted"] += 1
            elif did_cost is None and reserved:  # what is free has reserved nothing
                self._notes["Answers without usage, counted as the most they could cost"] += 1
            self.spent += (did_cost if did_cost is not None else reserved) or 0

    def report(self) -> str:
        """One line on what was spent since the last report; empty if nothing was."""
        with self._lock:
            spent, notes = self.spent - self._before, self._notes
            self._start_cell()
        if not (spent or notes):
            return ""
        cell, session, limit = map(cost.dollars, (spent, self.spent, self.limit))
        costs = f"This cell cost {cell}, this session {session} of {limit}."
        return " ".join([costs, *(f"{what}: {number}." for what, number in notes.items())])


class Charge:
    """What one request has reserved of a budget, until it is settled."""

    def __init__(self, budget: Budget, reserved: Decimal | None) -> None:
        self._budget = budget
        self._reserved = reserved
        self._open = True

    def settle(self, answer: Interaction | None) -> None:
        """The answer is there; None if it did not come to its end. Later calls change nothing."""
        self._close(cost.of_interaction(answer) if answer else None)

    def cancel(self) -> None:
        """The request reached nobody."""
        self._close(Decimal(0))

    def _close(self, did_cost: Decimal | None) -> None:
        if self._open:
            self._open = False
            self._budget.charge(self._reserved, did_cost)


def _refusal(may_cost: Decimal | None, taken: Decimal, limit: Decimal) -> str:
    costs = f"it may cost {cost.dollars(may_cost)}" if may_cost else "what it costs is not known"
    return (
        f"this request was not sent: {costs}, and {cost.dollars(taken)} of the"
        f" {cost.dollars(limit)} for this session are spent or on their way.\n"
        "To go on, raise LESSON_BUDGET_USD in .env and restart the kernel."
    )


OF_KERNEL = Budget(Decimal(0))  # `start` sets the limit; what is spent outlasts a second `start`
