/** Filters of a list. What is chosen becomes part of the page's address. */
import { setQuery } from './use-route.ts';

/** A filter: free text, or a choice. */
export interface Filter {
  readonly name: string;
  readonly label: string;
  /** Values with their labels; without them, any text. */
  readonly choices?: Readonly<Record<string, string>>;
}

/** Whether any filter is chosen. */
export function isFiltered(filters: readonly Filter[], query: URLSearchParams): boolean {
  return filters.some(({ name }) => query.has(name));
}

export function FilterForm({
  filters,
  query,
}: {
  filters: readonly Filter[];
  query: URLSearchParams;
}) {
  return (
    <search>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        {filters.map((filter) => (
          <Field key={filter.name} filter={filter} value={query.get(filter.name) ?? ''} />
        ))}
        {isFiltered(filters, query) && (
          <button
            type="button"
            class="small"
            onClick={() =>
              setQuery(Object.fromEntries(filters.map(({ name }) => [name, undefined])))
            }
          >
            Clear filters
          </button>
        )}
      </form>
    </search>
  );
}

function Field({ filter: { name, label, choices }, value }: { filter: Filter; value: string }) {
  const change = (event: { currentTarget: { value: string } }) =>
    setQuery({ [name]: event.currentTarget.value.trim() });
  const id = `filter-${name}`;
  return (
    <label for={id}>
      {label}
      {choices === undefined ? (
        <input
          id={id}
          name={name}
          value={value}
          onChange={change}
          placeholder="any"
          autocomplete="off"
          spellcheck={false}
        />
      ) : (
        <select id={id} name={name} value={value} onChange={change}>
          <option value="">any</option>
          {Object.entries(choices).map(([choice, meaning]) => (
            <option key={choice} value={choice}>
              {meaning}
            </option>
          ))}
        </select>
      )}
    </label>
  );
}
