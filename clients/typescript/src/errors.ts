import type { Problem } from "./schema.ts";

/** The API answered with an error: `problem` says why, if it said so. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem | null;
  /** So many seconds later the same request may succeed. */
  readonly retryAfter: number | null;

  constructor(response: Response, problem: unknown) {
    const known = isProblem(problem) ? problem : null;
    super(known?.detail ?? `The API answered ${response.status}`);
    this.name = "ApiError";
    this.status = response.status;
    this.problem = known;
    this.retryAfter = readSeconds(response.headers.get("Retry-After"));
  }
}

function isProblem(value: unknown): value is Problem {
  return typeof value === "object" && value !== null && "detail" in value && typeof value.detail === "string";
}

function readSeconds(header: string | null): number | null {
  return header && /^\d+$/.test(header) ? Number(header) : null;
}
