import createFetch from "openapi-fetch";
import type { paths } from "./api.js";

export type { components, operations, paths } from "./api.js";

/** A client of the API: a path, a field or a reason that there is not does not compile. */
export function createClient(baseUrl: string, token?: string) {
  return createFetch<paths>({ baseUrl, headers: token ? { authorization: `Bearer ${token}` } : {} });
}
