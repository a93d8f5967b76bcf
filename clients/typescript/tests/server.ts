import { createClient, type Client, type ClientOptions } from "../src/index.ts";

type Answer = (request: Request) => Response | Promise<Response>;

/** A client whose requests are answered one after the other by the given functions, and the requests it has sent. */
export function answering(
  answers: Answer[],
  options: Partial<ClientOptions> = {},
): { cms: Client; requests: Request[] } {
  const requests: Request[] = [];
  const fetch = async (request: Request) => {
    const answer = answers[requests.push(request) - 1];
    if (!answer) throw new Error(`unexpected request: ${request.url}`);
    return answer(request);
  };
  return { cms: createClient({ baseUrl: "https://cms.example.org/", fetch, ...options }), requests };
}

export const json = (content: unknown, headers: Record<string, string> = {}, status = 200): Answer =>
  () => new Response(JSON.stringify(content), { status, headers: { "Content-Type": "application/json", ...headers } });

export const problem = (status: number, detail: string, more = {}, headers = {}): Answer =>
  json({ type: "about:blank", title: "", status, detail, message: detail, ...more }, headers, status);

export const queryOf = ({ url }: Request) => Object.fromEntries(new URL(url).searchParams);
