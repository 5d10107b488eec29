// Which schools ticked this publisher. A school of the roster has its tick until a test takes it away.

export class Consent {
    #without = new Set();
    #granted = new Map(); // "2026-11-21" → school ids
    #withdrawn = new Map();

    has(school) {
        return !this.#without.has(school);
    }

    /// The tick itself changes now; the date is the one in whose list the school appears.
    set(school, granted, date) {
        this.#change(school, granted);
        const list = granted ? this.#granted : this.#withdrawn;
        if (!list.has(date)) list.set(date, new Set());
        list.get(date).add(school);
    }

    /// The publisher gives its permission up. In no list: those are about what schools did.
    giveUp(school) {
        this.#change(school, false);
    }

    on(date, granted) {
        const schools = (granted ? this.#granted : this.#withdrawn).get(date) ?? [];
        return [...schools].sort((a, b) => a - b);
    }

    #change(school, granted) {
        if (granted) this.#without.delete(school);
        else this.#without.add(school);
    }
}
