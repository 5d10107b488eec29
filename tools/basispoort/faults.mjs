// Scripted misbehaviour: which answers go wrong, how, and how often.

const KINDS = ['slow', 'answer', 'empty', 'half', 'broken', 'unknown'];
const LONGEST_DELAY = 600_000; // ms

export class Faults {
    #faults = [];
    #nextId = 1;

    /// Throws with a text for the caller when the script is not right.
    add(script) {
        const { path, method = null, count = null, kind, delayMs = 0, status = 500, text = null, json } = script;
        if (!KINDS.includes(kind)) throw new Error(`kind must be one of ${KINDS.join(', ')}`);
        if (typeof path !== 'string') throw new Error('path must be a regular expression');
        if (count !== null && !(Number.isInteger(count) && count > 0)) throw new Error('count must be a positive number');
        if (!(Number.isInteger(delayMs) && delayMs >= 0 && delayMs <= LONGEST_DELAY)) {
            throw new Error('delayMs must be 0 to 600000');
        }
        if (!(Number.isInteger(status) && status >= 200 && status <= 599)) throw new Error('status must be 200 to 599');
        const fault = {
            id: this.#nextId++, path, pattern: new RegExp(path), method, left: count, kind, delayMs, status, text, json,
            hits: 0,
        };
        this.#faults.push(fault);
        return view(fault);
    }

    /// The oldest one that fits and is not used up; counts it.
    take(method, path) {
        for (const fault of this.#faults) {
            if (fault.left === 0 || (fault.method && fault.method !== method) || !fault.pattern.test(path)) continue;
            if (fault.left !== null) fault.left -= 1;
            fault.hits += 1;
            return fault;
        }
        return null;
    }

    list() {
        return this.#faults.map(view);
    }

    clear() {
        this.#faults = [];
    }
}

function view({ id, path, method, left, kind, hits }) {
    return { id, path, method, left, kind, hits };
}

/// What is sent instead of `answer` ({status, type, body}); `cut` says how much of it and how.
export function spoil(fault, answer) {
    switch (fault?.kind) {
        case 'answer':
            return fault.json !== undefined
                ? { status: fault.status, type: 'application/json', body: JSON.stringify(fault.json) }
                : { status: fault.status, type: 'text/plain; charset=utf-8', body: fault.text ?? 'Er is iets misgegaan.' };
        case 'unknown':
            return { status: 404, type: 'text/plain; charset=utf-8', body: 'Onbekende instelling' };
        case 'empty':
            return { ...answer, body: emptied(answer) };
        case 'half':
            return { ...answer, cut: 'clean' };
        case 'broken':
            return { ...answer, cut: 'broken' };
        default:
            return answer;
    }
}

/// The same answer with every list in it empty.
function emptied({ type, body }) {
    if (!type.startsWith('application/json') || body === '') return body;
    const value = JSON.parse(body);
    if (Array.isArray(value)) return '[]';
    if (value === null || typeof value !== 'object') return body;
    for (const [name, field] of Object.entries(value)) if (Array.isArray(field)) value[name] = [];
    return JSON.stringify(value);
}
