// The routes under /rest/v2: institutions, their people, consent, searching.
import { Refusal, empty, json, readJson } from './http.mjs';
import { nawSearch } from './naw_search.mjs';
import { shortcutRef } from './school.mjs';

const BASE = '/rest/v2';
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/// [method, pattern, handler] for the router; `world` is what main.mjs put together.
export function institutionRoutes({ roster, consent }) {
    const known = (text) => {
        const school = Number(text);
        if (!Number.isSafeInteger(school) || !roster.has(school)) throw new Refusal(404, 'Onbekende instelling');
        return school;
    };
    /// Without its tick a school is as unknown to the partner as one that does not exist.
    const visible = (text) => {
        const school = known(text);
        if (!consent.has(school)) throw new Refusal(404, 'Onbekende instelling');
        return school;
    };
    const view = (text) => roster.view(visible(text));
    const list = async (request, isItem, what) => {
        const items = await readJson(request);
        if (!Array.isArray(items) || !items.every(isItem)) throw new Refusal(400, `verwacht een lijst van ${what}`);
        return new Set(items);
    };
    const onDate = (granted) => ({ params: [date] }) => {
        if (!DATE.test(date) || Number.isNaN(Date.parse(date))) throw new Refusal(400, 'verwacht een datum');
        return json(consent.on(date, granted));
    };
    const route = (method, path, handler) => [method, new RegExp(`^${BASE}${path}$`), handler];
    const one = '/instellingen/([^/]+)';
    const permission = `${one}/uitgever/synchronizationpermission`;

    return [
        route('GET', '/instellingen', () => json(roster.ids().filter((school) => consent.has(school)))),
        route('GET', '/instellingen/synchronizationpermission/toegekend/([^/]+)', onDate(true)),
        route('GET', '/instellingen/synchronizationpermission/ingetrokken/([^/]+)', onDate(false)),
        route('GET', one, async ({ params: [id] }) => json((await view(id)).overview())),
        route('GET', `${one}/details`, async ({ params: [id] }) => json((await view(id)).details())),
        route('GET', `${one}/groepen`, async ({ params: [id] }) => json((await view(id)).groups())),
        route('GET', `${one}/leerlingen`, async ({ params: [id] }) => json((await view(id)).pupils())),
        route('POST', `${one}/leerlingen`, async ({ params: [id], request }) => {
            const school = await view(id);
            const wanted = await list(request, Number.isSafeInteger, 'nummers');
            return json(school.pupils((pupil) => wanted.has(pupil.id)));
        }),
        route('POST', `${one}/leerlingen_eckid`, async ({ params: [id], request }) => {
            const school = await view(id);
            const wanted = await list(request, (item) => typeof item === 'string', 'ECK iD\'s');
            return json(school.pupils((pupil) => wanted.has(pupil.eckid)));
        }),
        route('GET', `${one}/staf`, async ({ params: [id] }) => json((await view(id)).staff())),
        route('GET', `${one}/ref`, ({ params: [id] }) => {
            const school = visible(id);
            return json(shortcutRef(school, roster.head(school)));
        }),
        route('GET', permission, ({ params: [id], query }) => {
            if (!['true', 'false'].includes(query.get('request-permission'))) {
                throw new Refusal(400, 'request-permission ontbreekt');
            }
            return json({ hasSynchronizationPermission: consent.has(known(id)) });
        }),
        route('DELETE', permission, ({ params: [id] }) => {
            consent.giveUp(known(id));
            return empty();
        }),
        route('GET', '/nawsearch', ({ query }) => json(nawSearch(roster, query))),
    ];
}
