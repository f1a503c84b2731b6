"""Marks usage that Stripe could not count as failed. It works unchanged with Stripe itself."""

from dataclasses import dataclass, field

from stripe import SignatureVerificationError, StripeClient

REPORTS = ("v1.billing.meter.error_report_triggered", "v1.billing.meter.no_meter_found")


@dataclass
class UsageRow:
    """A row of the application's own usage table."""

    status: str = "sent"
    reason: str | None = None


@dataclass
class WebhookHandler:
    client: StripeClient
    secret: str
    rows: dict[str, UsageRow]  # keyed by their events' identifiers
    handled: set[str] = field(default_factory=set)  # event ids; a real application would use a table

    def handle(self, body: bytes, signature: str) -> int:
        """Handles a delivery from Stripe and returns the status to answer with."""
        try:
            notification = self.client.parse_event_notification(body, signature, self.secret)
        except (SignatureVerificationError, ValueError):
            return 400  # not from Stripe, too old, a snapshot, or not JSON
        if notification.id in self.handled:
            return 200  # the same event may come twice

        if notification.type in REPORTS:
            event = notification.fetch_event()  # the notification itself has no details
            for error in event.data.reason.error_types:
                for sample in error.sample_errors:
                    reason = f"{error.code}: {sample.error_message}"
                    self.rows[sample.request.identifier] = UsageRow("failed", reason)
        self.handled.add(notification.id)  # only after it worked, since Stripe retries after a 500
        return 200
