/**
 * The routes that Stripe has, served here or not, so that a 404 can say whether Stripe has the
 * route. They are those of stripe-node 23.1.0 (a test compares them) and those of its older
 * versions.
 */

/**
 * On each line, the first two parts of a path, then the rest of each route with its methods: G, P
 * and D for GET, POST and DELETE. A `*` is an id.
 */
const ROUTES = `
/v1/account =G
/v1/account_links =P
/v1/account_sessions =P
/v1/accounts =GP /*=GPD /*/capabilities=G /*/capabilities/*=GP /*/external_accounts=GP
  /*/external_accounts/*=GPD /*/login_links=P /*/persons=GP /*/persons/*=GPD /*/reject=P
  /*/unreject=P
/v1/apple_pay /domains=GP /domains/*=GD
/v1/application_fees =G /*=G /*/refunds=GP /*/refunds/*=GP
/v1/apps /installs=GP /installs/*=GP /installs/*/uninstall=P /secrets=GP /secrets/delete=P
  /secrets/find=G
/v1/balance =G
/v1/balance_settings =GP
/v1/balance_transactions =G /*=G
/v1/billing /alerts=GP /alerts/*=G /alerts/*/activate=P /alerts/*/archive=P /alerts/*/deactivate=P
  /credit_balance_summary=G /credit_balance_transactions=G /credit_balance_transactions/*=G
  /credit_grants=GP /credit_grants/*=GP /credit_grants/*/expire=P /credit_grants/*/void=P
  /feedback_options=GP /feedback_options/*=GP /feedback_options/*/deactivate=P
  /meter_event_adjustments=P /meter_events=P /meters=GP /meters/*=GP /meters/*/deactivate=P
  /meters/*/event_summaries=G /meters/*/reactivate=P
/v1/billing_portal /configurations=GP /configurations/*=GP /sessions=P
/v1/charges =GP /*=GP /*/capture=P /search=G
/v1/checkout /sessions=GP /sessions/*=GP /sessions/*/expire=P /sessions/*/line_items=G
/v1/climate /orders=GP /orders/*=GP /orders/*/cancel=P /products=G /products/*=G /suppliers=G
  /suppliers/*=G
/v1/confirmation_tokens /*=G
/v1/country_specs =G /*=G
/v1/coupons =GP /*=GPD
/v1/credit_notes =GP /*=GP /*/lines=G /*/void=P /preview=G /preview/lines=G
/v1/customer_sessions =P
/v1/customers =GP /*=GPD /*/balance_transactions=GP /*/balance_transactions/*=GP
  /*/cash_balance=GP /*/cash_balance_transactions=G /*/cash_balance_transactions/*=G /*/discount=D
  /*/funding_instructions=P /*/payment_methods=G /*/payment_methods/*=G /*/sources=GP
  /*/sources/*=GPD /*/sources/*/verify=P /*/tax_ids=GP /*/tax_ids/*=GD /search=G
/v1/disputes =G /*=GP /*/close=P
/v1/entitlements /active_entitlements=G /active_entitlements/*=G /features=GP /features/*=GP
/v1/ephemeral_keys =P /*=D
/v1/events =G /*=G
/v1/exchange_rates =G /*=G
/v1/file_links =GP /*=GP
/v1/files =GP /*=G
/v1/financial_connections /accounts=G /accounts/*=G /accounts/*/disconnect=P /accounts/*/owners=G
  /accounts/*/refresh=P /accounts/*/subscribe=P /accounts/*/unsubscribe=P /sessions=P
  /sessions/*=G /transactions=G /transactions/*=G
/v1/forwarding /requests=GP /requests/*=G
/v1/identity /verification_reports=G /verification_reports/*=G /verification_sessions=GP
  /verification_sessions/*=GP /verification_sessions/*/cancel=P /verification_sessions/*/redact=P
/v1/invoice_payments =G /*=G
/v1/invoice_rendering_templates =G /*=G /*/archive=P /*/unarchive=P
/v1/invoiceitems =GP /*=GPD
/v1/invoices /upcoming=G /upcoming/lines=G
  =GP /*=GPD /*/add_lines=P /*/attach_payment=P /*/finalize=P /*/lines=G /*/lines/*=P
  /*/mark_uncollectible=P /*/pay=P /*/remove_lines=P /*/send=P /*/update_lines=P /*/void=P
  /create_preview=P /search=G
/v1/issuing /authorizations=G /authorizations/*=GP /authorizations/*/approve=P
  /authorizations/*/decline=P /cardholders=GP /cardholders/*=GP /cards=GP /cards/*=GP /disputes=GP
  /disputes/*=GP /disputes/*/submit=P /personalization_designs=GP /personalization_designs/*=GP
  /physical_bundles=G /physical_bundles/*=G /tokens=G /tokens/*=GP /transactions=G
  /transactions/*=GP
/v1/mandates /*=G
/v1/payment_attempt_records =G /*=G
/v1/payment_intents =GP /*=GP /*/amount_details_line_items=G /*/apply_customer_balance=P
  /*/cancel=P /*/capture=P /*/confirm=P /*/increment_authorization=P /*/verify_microdeposits=P
  /search=G
/v1/payment_links =GP /*=GP /*/line_items=G
/v1/payment_method_configurations =GP /*=GP
/v1/payment_method_domains =GP /*=GP /*/validate=P
/v1/payment_methods =GP /*=GP /*/attach=P /*/detach=P
/v1/payment_records =G /*=G /*/report_payment_attempt=P /*/report_payment_attempt_canceled=P
  /*/report_payment_attempt_failed=P /*/report_payment_attempt_guaranteed=P
  /*/report_payment_attempt_informational=P /*/report_refund=P /report_payment=P
/v1/payouts =GP /*=GP /*/cancel=P /*/reverse=P
/v1/plans =GP /*=GPD
/v1/prices =GP /*=GP /search=G
/v1/product_catalog /trial_offers=GP /trial_offers/*=GP
/v1/products =GP /*=GPD /*/features=GP /*/features/*=GD /search=G
/v1/promotion_codes =GP /*=GP
/v1/quotes =GP /*=GP /*/accept=P /*/cancel=P /*/computed_upfront_line_items=G /*/finalize=P
  /*/line_items=G /*/pdf=G
/v1/radar /early_fraud_warnings=G /early_fraud_warnings/*=G /payment_evaluations=P
  /value_list_items=GP /value_list_items/*=GD /value_lists=GP /value_lists/*=GPD
/v1/refunds =GP /*=GP /*/cancel=P
/v1/reporting /report_runs=GP /report_runs/*=G /report_types=G /report_types/*=G
/v1/reviews =G /*=G /*/approve=P
/v1/setup_attempts =G
/v1/setup_intents =GP /*=GP /*/cancel=P /*/confirm=P /*/verify_microdeposits=P
/v1/shipping_rates =GP /*=GP
/v1/sigma /scheduled_query_runs=G /scheduled_query_runs/*=G
/v1/sources =P /*=GP /*/source_transactions=G /*/verify=P
/v1/subscription_items =GP /*=GPD /*/usage_records=P
  /*/usage_record_summaries=G
/v1/subscription_schedules =GP /*=GP /*/cancel=P /*/release=P
/v1/subscriptions =GP /*=GPD /*/discount=D /*/migrate=P /*/pause=P /*/resume=P /search=G
/v1/tax /associations/find=G /calculations=P /calculations/*=G /calculations/*/line_items=G
  /locations=GP /locations/*=G /registrations=GP /registrations/*=GP /settings=GP
  /transactions/*=G /transactions/*/line_items=G /transactions/create_from_calculation=P
  /transactions/create_reversal=P
/v1/tax_codes =G /*=G
/v1/tax_ids =GP /*=GD
/v1/tax_rates =GP /*=GP
/v1/terminal /configurations=GP /configurations/*=GPD /connection_tokens=P /locations=GP
  /locations/*=GPD /onboarding_links=P /readers=GP /readers/*=GPD /readers/*/cancel_action=P
  /readers/*/collect_inputs=P /readers/*/collect_payment_method=P
  /readers/*/confirm_payment_intent=P /readers/*/process_payment_intent=P
  /readers/*/process_setup_intent=P /readers/*/refund_payment=P /readers/*/set_reader_display=P
/v1/test_helpers /confirmation_tokens=P /customers/*/fund_cash_balance=P /issuing/authorizations=P
  /issuing/authorizations/*/capture=P /issuing/authorizations/*/expire=P
  /issuing/authorizations/*/finalize_amount=P /issuing/authorizations/*/fraud_challenges/respond=P
  /issuing/authorizations/*/increment=P /issuing/authorizations/*/reverse=P
  /issuing/cards/*/shipping/deliver=P /issuing/cards/*/shipping/fail=P
  /issuing/cards/*/shipping/return=P /issuing/cards/*/shipping/ship=P
  /issuing/cards/*/shipping/submit=P /issuing/personalization_designs/*/activate=P
  /issuing/personalization_designs/*/deactivate=P /issuing/personalization_designs/*/reject=P
  /issuing/transactions/*/refund=P /issuing/transactions/create_force_capture=P
  /issuing/transactions/create_unlinked_refund=P /refunds/*/expire=P
  /terminal/readers/*/present_payment_method=P /terminal/readers/*/succeed_input_collection=P
  /terminal/readers/*/timeout_input_collection=P /test_clocks=GP /test_clocks/*=GD
  /test_clocks/*/advance=P /treasury/inbound_transfers/*/fail=P
  /treasury/inbound_transfers/*/return=P /treasury/inbound_transfers/*/succeed=P
  /treasury/outbound_payments/*=P /treasury/outbound_payments/*/fail=P
  /treasury/outbound_payments/*/post=P /treasury/outbound_payments/*/return=P
  /treasury/outbound_transfers/*=P /treasury/outbound_transfers/*/fail=P
  /treasury/outbound_transfers/*/post=P /treasury/outbound_transfers/*/return=P
  /treasury/received_credits=P /treasury/received_debits=P
/v1/three_d_secure /authentications=GP /authentications/*=G /authentications/*/cancel=P
  /authentications/*/submit=P
/v1/tokens =P /*=G
/v1/topups =GP /*=GP /*/cancel=P
/v1/transfers =GP /*=GP /*/reversals=GP /*/reversals/*=GP
/v1/treasury /credit_reversals=GP /credit_reversals/*=G /debit_reversals=GP /debit_reversals/*=G
  /financial_accounts=GP /financial_accounts/*=GP /financial_accounts/*/close=P
  /financial_accounts/*/features=GP /inbound_transfers=GP /inbound_transfers/*=G
  /inbound_transfers/*/cancel=P /outbound_payments=GP /outbound_payments/*=G
  /outbound_payments/*/cancel=P /outbound_transfers=GP /outbound_transfers/*=G
  /outbound_transfers/*/cancel=P /received_credits=G /received_credits/*=G /received_debits=G
  /received_debits/*=G /transaction_entries=G /transaction_entries/*=G /transactions=G
  /transactions/*=G
/v1/webhook_endpoints =GP /*=GPD
/v2/billing /meter_event_adjustments=P /meter_event_session=P /meter_event_stream=P
  /meter_events=P
/v2/commerce /product_catalog/imports=GP /product_catalog/imports/*=G
/v2/core /account_links=P /account_tokens=P /account_tokens/*=G /accounts=GP /accounts/*=GP
  /accounts/*/close=P /accounts/*/person_tokens=P /accounts/*/person_tokens/*=G
  /accounts/*/persons=GP /accounts/*/persons/*=GPD /event_destinations=GP
  /event_destinations/*=GPD /event_destinations/*/disable=P /event_destinations/*/enable=P
  /event_destinations/*/ping=P /events=G /events/*=G /vault/gb_bank_accounts=GP
  /vault/gb_bank_accounts/*=G /vault/gb_bank_accounts/*/archive=P
  /vault/gb_bank_accounts/*/unarchive=P /vault/us_bank_accounts=GP /vault/us_bank_accounts/*=GP
  /vault/us_bank_accounts/*/archive=P /vault/us_bank_accounts/*/confirm_microdeposits=P
  /vault/us_bank_accounts/*/send_microdeposits=P /vault/us_bank_accounts/*/unarchive=P
/v2/money_management /adjustments=G /adjustments/*=G /financial_accounts=G
  /financial_accounts/*=GP /financial_addresses=GP /financial_addresses/*=G /inbound_transfers=GP
  /inbound_transfers/*=G /outbound_payments=GP /outbound_payments/*=G
  /outbound_payments/*/cancel=P /outbound_setup_intents=GP /outbound_setup_intents/*=GP
  /outbound_setup_intents/*/cancel=P /payout_intents=GP /payout_intents/*=GP
  /payout_intents/*/cancel=P /payout_intents/*/confirm=P /payout_intents/*/refresh_fx_quote=P
  /payout_intents/*/refresh_recipient_verification=P /payout_methods=G /payout_methods/*=G
  /payout_methods/*/archive=P /payout_methods/*/unarchive=P /payout_methods_bank_account_spec=G
  /received_credits=G /received_credits/*=G /recipient_verifications=P
  /recipient_verifications/*=G /recipient_verifications/*/acknowledge=P
  /test_helpers/financial_addresses/*/credit=P /transaction_entries=G /transaction_entries/*=G
  /transactions=G /transactions/*=GP /transactions/*/refresh_regulatory_receipt=P
/v2/test_helpers /money_management/recipient_verifications=P
`;

const METHODS = { G: 'GET', P: 'POST', D: 'DELETE' } as const;

/** The parts of a route after the first two, and its methods. */
interface Route {
  readonly parts: readonly string[];
  readonly methods: readonly string[];
}

let routes: Map<string, Route[]> | undefined;

/** The methods that Stripe has for a path; none if it has no such path. */
export function stripesMethods(path: string): string[] {
  const [, version, first, ...rest] = path.split('/');
  routes ??= read();
  const found = routes.get(`/${version}/${first}`) ?? [];
  return found.filter((route) => isAt(route, rest)).flatMap(({ methods }) => methods);
}

function isAt({ parts }: Route, asked: readonly string[]): boolean {
  if (parts.length !== asked.length) return false;
  return parts.every((part, at) => (part === '*' ? asked[at] !== '' : part === asked[at]));
}

/** Parses the table. This is done on first use, since few runs need it. */
function read(): Map<string, Route[]> {
  const all = new Map<string, Route[]>();
  let own: Route[] = [];
  for (const word of ROUTES.trim().split(/\s+/)) {
    const [rest = '', letters] = word.split('=');
    if (letters === undefined) all.set(word, (own = all.get(word) ?? []));
    else own.push({ parts: rest.split('/').slice(1), methods: methodsOf(letters) });
  }
  return all;
}

function methodsOf(letters: string): string[] {
  return [...letters].map((letter) => METHODS[letter as keyof typeof METHODS]);
}
