/** The routes under /_mock of the server that STRIPE_API_BASE names. */

/** The documents of a list. */
export async function list(path: string): Promise<object[]> {
  const { data } = JSON.parse(await call(path));
  return data;
}

export function armFault(fault: object): Promise<string> {
  return post('faults', fault);
}

/** Moves an account's own clock. */
export function advanceClock(account: string, seconds: number): Promise<string> {
  return post(`clock?account=${account}`, { advance_seconds: seconds });
}

/** Freezes an account's own clock: it then changes only when it is moved. */
export function freezeClock(account: string): Promise<string> {
  return post(`clock?account=${account}`, { frozen: true });
}

/** Makes an error report as if events had been invalid. */
export function raiseErrorReport(report: object): Promise<string> {
  return post('error_reports', report);
}

function post(path: string, body: object): Promise<string> {
  return call(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function call(path: string, init?: RequestInit): Promise<string> {
  const response = await fetch(`${process.env.STRIPE_API_BASE}/_mock/${path}`, init);
  const body = await response.text();
  if (!response.ok) throw new Error(`/_mock/${path} answered ${response.status}: ${body}`);
  return body;
}
