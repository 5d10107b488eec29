// What the partner asked, for tests. Paths and query strings only, no bodies: those hold children's keys.

const KEPT = 10_000;

export class Requests {
    #list = [];

    add(request) {
        this.#list.push(request);
        if (this.#list.length > KEPT) this.#list.shift();
    }

    list() {
        return this.#list;
    }

    clear() {
        this.#list = [];
    }
}
