// What both servers share: answers, bodies, routes.

const LARGEST_BODY = 64 * 1024 * 1024;

/// An answer that ends a route early.
export class Refusal extends Error {
    constructor(status, text) {
        super(text);
        this.answer = { status, type: 'text/plain; charset=utf-8', body: text };
    }
}

export function json(value, status = 200) {
    return { status, type: 'application/json', body: JSON.stringify(value) };
}

export function empty() {
    return { status: 200, type: 'text/plain; charset=utf-8', body: '' };
}

export async function readText(request) {
    const chunks = [];
    let size = 0;
    for await (const chunk of request) {
        size += chunk.length;
        if (size > LARGEST_BODY) throw new Refusal(413, 'body too large');
        chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
}

export async function readJson(request) {
    const text = await readText(request);
    try {
        return JSON.parse(text);
    } catch {
        throw new Refusal(400, 'body is not JSON');
    }
}

/// `routes`: [method, pattern, handler]; the pattern's groups are the handler's `params`.
export class Router {
    #routes;

    constructor(routes) {
        this.#routes = routes;
    }

    async answer(request, context = {}) {
        const url = new URL(request.url, 'http://stand-in');
        const atPath = this.#routes.filter(([, pattern]) => pattern.test(url.pathname));
        if (atPath.length === 0) return new Refusal(404, 'Onbekend adres').answer;
        const route = atPath.find(([method]) => method === request.method);
        if (!route) return new Refusal(405, 'Methode niet toegestaan').answer;
        const [, pattern, handler] = route;
        try {
            return await handler({ ...context, request, params: pattern.exec(url.pathname).slice(1), query: url.searchParams });
        } catch (error) {
            if (error instanceof Refusal) return error.answer;
            throw error;
        }
    }
}

/// Sends {status, type, body, cut?}: `cut` "clean" sends half of the body and says so in Content-Length, "broken" promises
/// all of it and breaks the connection after half.
export function send(response, { status, type, body, cut }) {
    const bytes = Buffer.from(body, 'utf8');
    const half = bytes.subarray(0, Math.floor(bytes.length / 2));
    const sent = cut ? half : bytes;
    response.writeHead(status, {
        'Content-Type': type, 'Content-Length': cut === 'clean' ? half.length : bytes.length, 'Cache-Control': 'no-store',
    });
    if (cut === 'broken') response.write(sent, () => response.destroy());
    else response.end(sent);
}

export function listen(server, port) {
    return new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => resolve(server));
    });
}
