/** What the page asks of its server. */

/** The server's answer says why a request failed. */
export class RequestError extends Error {}

/** A newer request took this one's place: there is nothing to show. */
export class OvertakenError extends Error {}

async function send(path, options) {
  let response;
  try {
    response = await fetch(path, { credentials: "same-origin", ...options });
  } catch {
    throw new RequestError("cleaner play has ended: start it again");
  }
  if (response.status === 403)
    throw new RequestError("this address is of an earlier start: open the one that is printed now");
  const answer = await response.json();
  if (answer.overtaken) throw new OvertakenError();
  if (!response.ok) throw new RequestError(answer.error);
  return answer;
}

export const start = () => send("/api/start");

export function ask(kind, fields) {
  const headers = { "Content-Type": "application/json" };
  return send(`/api/${kind}`, { method: "POST", headers, body: JSON.stringify(fields) });
}

/**
 * Return a function that asks for a kind of answer and passes it on, unless another was asked for meanwhile: answers
 * are shown in the order of their requests.
 */
export function latest(kind, show, fail) {
  let newest = 0;
  return async (fields) => {
    newest += 1;
    const number = newest;
    try {
      const answer = await ask(kind, fields);
      if (number === newest) show(answer);
    } catch (error) {
      if (number !== newest || error instanceof OvertakenError) return;
      if (!(error instanceof RequestError)) throw error;
      fail(error.message);
    }
  };
}
