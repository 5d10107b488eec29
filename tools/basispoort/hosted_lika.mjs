// The routes under /hosted-lika: a publisher's methods, their products, and who may use them.
import { Refusal, empty, json, readJson } from './http.mjs';

const BASE = '/hosted-lika/management/lika';
const TAGS = ['leerkrachtApplicatie', 'toetsApplicatie'];
const ICON = /^image\/(svg\+xml|png),[A-Za-z0-9+/]+=*$/;

/// [method, pattern, handler] for the router.
export function hostedLikaRoutes({ lika }) {
    const route = (method, path, handler) => [method, new RegExp(`^${BASE}/([^/]+)${path}$`), handler];
    const method = '/methode/([^/]+)';
    const product = `${method}/product/([^/]+)`;
    const routes = [
        route('GET', '/methode', ({ params: [publisher] }) => json({ methodes: lika.methods(publisher).map((one) => one.entry) })),
        route('POST', '/methode', async ({ params: [publisher], request }) => {
            lika.addMethod(publisher, entry(await readJson(request), false));
            return empty();
        }),
        route('GET', method, ({ params }) => json(lika.method(...params).entry)),
        route('PUT', method, async ({ params, request }) => {
            lika.method(...params).entry = sameId(params[1], entry(await readJson(request), false));
            lika.save();
            return empty();
        }),
        route('DELETE', method, ({ params }) => (lika.removeMethod(...params), empty())),
        route('GET', `${method}/product`, ({ params }) => {
            const products = [...lika.method(...params).products.values()];
            return json({ producten: products.map((one) => one.entry) });
        }),
        route('POST', `${method}/product`, async ({ params, request }) => {
            lika.addProduct(...params, entry(await readJson(request), true));
            return empty();
        }),
        route('GET', product, ({ params }) => json(lika.product(...params).entry)),
        route('PUT', product, async ({ params, request }) => {
            lika.product(...params).entry = sameId(params[2], entry(await readJson(request), true));
            lika.save();
            return empty();
        }),
        route('DELETE', product, ({ params }) => (lika.removeProduct(...params), empty())),
    ];
    for (const [path, find] of [[method, (params) => lika.method(...params)], [product, (params) => lika.product(...params)]]) {
        for (const [list, kind] of [['gebruiker', 'ids'], ['gebruiker_eckid', 'eckIds']]) {
            routes.push(
                route('GET', `${path}/${list}`, ({ params }) => json({ gebruikers: find(params)[kind].sorted() })),
                route('PUT', `${path}/${list}`, async ({ params, request }) => {
                    await change(lika, find(params)[kind], kind, request, (known) => find(params)[kind].replace(known));
                    return empty();
                }),
                route('DELETE', `${path}/${list}`, ({ params }) => (find(params)[kind].replace([]), empty())),
                route('POST', `${path}/${list}/addlist`, async ({ params, request }) => {
                    await change(lika, find(params)[kind], kind, request, (known) => find(params)[kind].add(known));
                    return empty();
                }),
                route('POST', `${path}/${list}/removelist`, async ({ params, request }) => {
                    const users = await readUsers(request, kind);
                    find(params)[kind].remove(users);
                    return empty();
                }),
            );
        }
    }
    return routes;
}

/// Ids that Basispoort does not know are dropped without a word.
async function change(lika, list, kind, request, apply) {
    const users = await readUsers(request, kind);
    const known = [];
    for (const user of users) if (await lika.knows(kind, user)) known.push(user);
    apply(known);
}

async function readUsers(request, kind) {
    const users = (await readJson(request))?.gebruikers;
    const right = kind === 'ids'
        ? Number.isSafeInteger
        : (user) => Number.isSafeInteger(user?.instellingId) && typeof user?.eckId === 'string';
    if (!Array.isArray(users) || !users.every(right)) throw new Refusal(400, 'verwacht {"gebruikers": [...]}');
    return users;
}

function sameId(id, made) {
    if (made.id !== id) throw new Refusal(400, 'id in het adres en in de inhoud verschillen');
    return made;
}

function entry(value, urlNeeded) {
    const text = (field, needed) => {
        const given = value?.[field] ?? null;
        if (given === null ? needed : typeof given !== 'string' || given === '') throw new Refusal(400, `${field} klopt niet`);
        return given;
    };
    const made = {
        id: text('id', true), code: text('code', false), naam: text('naam', true), icon: text('icon', false),
        iconUrl: text('iconUrl', false), url: text('url', urlNeeded), tags: value.tags,
    };
    if (made.id.includes('/')) throw new Refusal(400, 'id klopt niet');
    if (made.icon !== null && !ICON.test(made.icon)) throw new Refusal(400, 'icon klopt niet');
    if (made.url !== null && !made.url.startsWith('https://')) throw new Refusal(400, 'url staat niet op de lijst');
    if (!Array.isArray(made.tags) || !made.tags.every((tag) => TAGS.includes(tag))) throw new Refusal(400, 'tags klopt niet');
    return made;
}
