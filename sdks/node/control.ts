/** The routes under /_mock of the server that STRIPE_API_BASE names. */

/** The documents of a list. */
export async function list(path: string): Promise<object[]> {
  const { data } = JSON.parse(await call(path));
  return data;
}

export async function armFault(fault: object): Promise<void> {
  await call('faults', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(fault),
  });
}

async function call(path: string, init?: RequestInit): Promise<string> {
  const response = await fetch(`${process.env.STRIPE_API_BASE}/_mock/${path}`, init);
  const body = await response.text();
  if (!response.ok) throw new Error(`/_mock/${path} answered ${response.status}: ${body}`);
  return body;
}
