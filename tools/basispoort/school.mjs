// One school's records in the shapes of the API. What a record holds besides is served as it stands: the real one may carry
// more than it documents too, and who reads it must drop what may not be kept (ROS-03).
import { createHash } from 'node:crypto';

const NAMES = { achternaam: null, voornaam: null, voorvoegsel: null, voorletters: null };

/// INSTELLING_REF of shortcut URLs: the file's, else a UUID that is always the same for the same school.
export function shortcutRef(school, head) {
    if (head.instellingRef) return head.instellingRef;
    const hex = createHash('sha256').update(`basispoort-stand-in ${school}`).digest('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export class SchoolView {
    #groups = [];
    #pupils = [];
    #staff = [];
    #head = {};
    #mutatedAt;

    constructor(school, records, mutatedAt) {
        this.school = school;
        this.#mutatedAt = mutatedAt;
        const lists = { group: this.#groups, pupil: this.#pupils, staff: this.#staff };
        const places = new Map(); // "pupil 500123" → place in its list; the last record about somebody holds
        for (const record of records) {
            const data = record.data ?? {};
            if (record.type === 'school') {
                this.#head = data;
                continue;
            }
            const list = lists[record.type];
            if (!list) continue;
            const key = record.id === null ? null : `${record.type} ${record.id}`;
            const place = key === null ? undefined : places.get(key);
            const entry = record.op === 'delete' ? null : { id: record.id, data };
            if (place !== undefined) list[place] = entry;
            else if (entry) {
                if (key !== null) places.set(key, list.length);
                list.push(entry);
            }
        }
    }

    details() {
        return {
            naam: null, straat: null, huisnummer: null, huisnummertoevoeging: null, postcode: null, woonplaats: null,
            brincode: null, dependancecode: null, schoolkey: null, bestuurscode: null, actief: true, gefuseerdNaar: null,
            ...this.#head, instellingRef: shortcutRef(this.school, this.#head), metaResult: this.#meta(),
        };
    }

    overview() {
        return {
            ...this.#groupLists(), leerlingen: this.#pupilList(), medewerkers: this.#staffList(),
            actief: this.#head.actief ?? true, gefuseerdNaar: this.#head.gefuseerdNaar ?? null, metaResult: this.#meta(),
        };
    }

    groups() {
        return { ...this.#groupLists(), metaResult: this.#meta() };
    }

    pupils(wanted = () => true) {
        return { leerlingen: this.#pupilList().filter(wanted), metaResult: this.#meta() };
    }

    staff() {
        return { medewerkers: this.#staffList(), metaResult: this.#meta() };
    }

    #groupLists() {
        const lists = { groepen: [], subgroepen: [] };
        for (const { id, data } of this.#groups.filter(Boolean)) {
            const { subgroep, ...rest } = data;
            lists[subgroep ? 'subgroepen' : 'groepen'].push(
                { lasKey: id, naam: null, jaargroep: null, omschrijving: null, ...rest });
        }
        return lists;
    }

    #pupilList() {
        return this.#pupils.filter(Boolean).map(({ id, data }) => ({
            id, eckid: null, lasKey: null, jaargroep: null, groep: null, subgroepen: [], ...data,
            persoonsgegevens: names(data),
        }));
    }

    #staffList() {
        return this.#staff.filter(Boolean).map(({ id, data }) => ({
            id, eckid: null, lasKey: null, emailadres: null, einddatum: null, rollen: [], groepen: [], subgroepen: [],
            ...data, persoonsgegevens: names(data),
        }));
    }

    #meta() {
        return { mutationTimestamp: this.#mutatedAt.toISOString(), generationTimestamp: new Date().toISOString() };
    }
}

function names(data) {
    const given = data.persoonsgegevens ?? {};
    return typeof given === 'object' && !Array.isArray(given) ? { ...NAMES, ...given } : given;
}
