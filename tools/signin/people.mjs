// Who can sign in: people of the demonstration (tools/demo/roster.ndjson), each for what a page or a test must show.
import { readFileSync } from 'node:fs';

/// `basispoortId`, `eckId` and `schools` become claims; what is absent is not claimed.
const DEMONSTRATION = [
    { id: 'coordinator', name: 'Marieke Sleutelaar', about: 'ICT-coördinator en leerkracht van De Regenboog', basispoortId: 9001 },
    { id: 'teacher', name: 'Achmed Potlood', about: 'leerkracht van groep 5 van De Regenboog', basispoortId: 9006 },
    { id: 'two-schools', name: 'Ingrid Rekenaar', about: 'leerkracht van De Regenboog en van De Kleine Beuk', basispoortId: 9008 },
    { id: 'substitute', name: 'Rik van der Inval', about: 'invaller op De Regenboog, met een einddatum', basispoortId: 9011 },
    { id: 'other-school', name: 'Cornelis Beheerder', about: 'ICT-coördinator van De Kleine Beuk', basispoortId: 9101 },
    { id: 'intern', name: 'Tessa Stageman', about: 'stagiair op De Regenboog: heeft geen toegang', basispoortId: 9012 },
    { id: 'stranger', name: 'Onbekende Bezoeker', about: 'werkt op geen school die we kennen', basispoortId: 9999 },
];

/// From a JSON list in the same shape, or the demonstration's.
export function readPeople(file) {
    const people = file ? JSON.parse(readFileSync(file, 'utf8')) : DEMONSTRATION;
    if (!Array.isArray(people)) throw new Error('the file of people must hold a list');
    for (const person of people) {
        if (typeof person.id !== 'string' || !person.id) throw new Error('everyone needs an id');
    }
    return new Map(people.map((person) => [person.id, person]));
}

export function claimsOf(person) {
    const claims = { sub: person.id };
    if (person.basispoortId !== undefined) claims.basispoort_id = person.basispoortId;
    if (person.eckId !== undefined) claims.eck_id = person.eckId;
    if (person.schools !== undefined) claims.instellingen = person.schools;
    return claims;
}
