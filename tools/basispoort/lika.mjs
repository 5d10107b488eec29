// What publishers have put at Basispoort, in memory and, when a file is named, in that file for the next start.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { Refusal } from './http.mjs';

/// Users of a method or product, each once, ascending.
class Users {
    #users = new Map(); // sort key → user
    #keyOf;
    #changed;

    constructor(keyOf, changed) {
        this.#keyOf = keyOf;
        this.#changed = changed;
    }

    sorted() {
        return [...this.#users].sort(([a], [b]) => (a < b ? -1 : Number(a > b))).map(([, user]) => user);
    }

    add(users) {
        for (const user of users) this.#users.set(this.#keyOf(user), user);
        this.#changed();
    }

    remove(users) {
        for (const user of users) this.#users.delete(this.#keyOf(user));
        this.#changed();
    }

    replace(users) {
        this.#users.clear();
        this.add(users);
    }
}

const eckKey = ({ instellingId, eckId }) => `${String(instellingId).padStart(16, '0')} ${eckId}`;

export class Lika {
    #roster;
    #file;
    #publishers = new Map(); // code → Map(method id → method)
    #unknown = new Set(); // what tests say nobody knows: ids and ECK iDs
    #people = null; // {version, ids, eckIds} of the roster, read when first needed

    /// `file`: null, or where the state is kept.
    constructor(roster, file) {
        this.#roster = roster;
        this.#file = file;
        if (file && existsSync(file)) this.#restore(JSON.parse(readFileSync(file, 'utf8')));
    }

    methods(publisher) {
        return [...(this.#publishers.get(publisher)?.values() ?? [])];
    }

    method(publisher, id) {
        return this.#publishers.get(publisher)?.get(decodeURIComponent(id)) ?? refuse(404, 'Onbekende methode');
    }

    product(publisher, method, id) {
        return this.method(publisher, method).products.get(decodeURIComponent(id)) ?? refuse(404, 'Onbekend product');
    }

    addMethod(publisher, entry) {
        if (!this.#publishers.has(publisher)) this.#publishers.set(publisher, new Map());
        const methods = this.#publishers.get(publisher);
        if (methods.has(entry.id)) refuse(409, 'Methode bestaat al');
        methods.set(entry.id, { ...this.#lists(entry), products: new Map() });
        this.save();
    }

    addProduct(publisher, method, entry) {
        const { products } = this.method(publisher, method);
        if (products.has(entry.id)) refuse(409, 'Product bestaat al');
        products.set(entry.id, this.#lists(entry));
        this.save();
    }

    removeMethod(publisher, id) {
        if (this.method(publisher, id).products.size > 0) refuse(409, 'Verwijder eerst de producten');
        this.#publishers.get(publisher).delete(decodeURIComponent(id));
        this.save();
    }

    removeProduct(publisher, method, id) {
        this.product(publisher, method, id);
        this.method(publisher, method).products.delete(decodeURIComponent(id));
        this.save();
    }

    setUnknown(keys) {
        this.#unknown = new Set(keys);
    }

    async knows(kind, user) {
        if (this.#unknown.has(kind === 'ids' ? user : user.eckId)) return false;
        const people = await this.#known();
        return kind === 'ids' ? people.ids.has(user) : people.eckIds.has(eckKey(user));
    }

    /// Everything, for tests: {publisher: [{id, naam, ..., gebruikers, gebruikersEckId, producten: [...]}]}.
    view() {
        const one = ({ entry, ids, eckIds }) => ({ ...entry, gebruikers: ids.sorted(), gebruikersEckId: eckIds.sorted() });
        return Object.fromEntries([...this.#publishers].map(([code, methods]) => [
            code,
            [...methods.values()].map((method) => ({ ...one(method), producten: [...method.products.values()].map(one) })),
        ]));
    }

    /// Whole or not at all, like whoever looks for it expects.
    save() {
        if (!this.#file) return;
        writeFileSync(`${this.#file}.new`, JSON.stringify(this.view()), { mode: 0o600 });
        renameSync(`${this.#file}.new`, this.#file);
    }

    #lists(entry) {
        const changed = () => this.save();
        return { entry, ids: new Users((id) => id, changed), eckIds: new Users(eckKey, changed) };
    }

    #restore(state) {
        const file = this.#file;
        this.#file = null; // not written while it is read
        const fill = (to, { gebruikers, gebruikersEckId }) => {
            to.ids.add(gebruikers);
            to.eckIds.add(gebruikersEckId);
        };
        for (const [code, methods] of Object.entries(state)) {
            for (const { producten, gebruikers, gebruikersEckId, ...entry } of methods) {
                this.addMethod(code, entry);
                fill(this.method(code, encodeURIComponent(entry.id)), { gebruikers, gebruikersEckId });
                for (const { gebruikers: ids, gebruikersEckId: eckIds, ...product } of producten) {
                    this.addProduct(code, encodeURIComponent(entry.id), product);
                    fill(this.product(code, encodeURIComponent(entry.id), encodeURIComponent(product.id)),
                        { gebruikers: ids, gebruikersEckId: eckIds });
                }
            }
        }
        this.#file = file;
    }

    async #known() {
        if (this.#people?.version === this.#roster.version) return this.#people;
        const people = { version: this.#roster.version, ids: new Set(), eckIds: new Set() };
        for (const school of this.#roster.ids()) {
            const view = await this.#roster.view(school);
            for (const person of [...view.pupils().leerlingen, ...view.staff().medewerkers]) {
                people.ids.add(person.id);
                if (person.eckid) people.eckIds.add(eckKey({ instellingId: school, eckId: person.eckid }));
            }
        }
        this.#people = people;
        return people;
    }
}

function refuse(status, text) {
    throw new Refusal(status, text);
}
