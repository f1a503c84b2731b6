"""Marks usage that Stripe could not count as failed. It works with Stripe as it stands."""

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
    rows: dict[str, UsageRow]  # by the identifier that their events were sent with
    handled: set[str] = field(default_factory=set)  # ids of events: in an application, a table

    def handle(self, body: bytes, signature: str) -> int:
        """Handles what Stripe delivers; gives the status to answer with."""
        try:
            notification = self.client.parse_event_notification(body, signature, self.secret)
        except (SignatureVerificationError, ValueError):
            return 400  # not Stripe's, or too old; or a snapshot, or no JSON
        if notification.id in self.handled:
            return 200  # the same event may come twice

        if notification.type in REPORTS:
            event = notification.fetch_event()  # the notification itself has no details
            for error in event.data.reason.error_types:
                for sample in error.sample_errors:
                    reason = f"{error.code}: {sample.error_message}"
                    self.rows[sample.request.identifier] = UsageRow("failed", reason)
        self.handled.add(notification.id)  # not before it worked: a 500 is tried again
        return 200
