// Schools by name and address. Not only those that ticked this publisher: this is how one finds a school to ask.

const fold = (text) => (text ?? '').toString().normalize('NFD').replace(/\p{Mn}/gu, '').toLowerCase().trim();
const bare = (text) => fold(text).replace(/\s+/g, '');

export function nawSearch(roster, query) {
    const activeOnly = query.get('activeOnly') !== 'false';
    const contains = (name, text) => !query.get(name) || fold(text).includes(fold(query.get(name)));
    const begins = (name, text) => !query.get(name) || bare(text).startsWith(bare(query.get(name)));
    const found = [];
    for (const id of roster.ids()) {
        const head = roster.head(id);
        const active = head.actief ?? true;
        const brin = `${head.brincode ?? ''}${head.dependancecode ?? ''}`;
        if ((activeOnly && !active) || !contains('naam', head.naam) || !begins('brincode', brin)
            || !contains('adres', `${head.straat ?? ''} ${head.huisnummer ?? ''}`) || !begins('postcode', head.postcode)
            || !contains('plaatsnaam', head.woonplaats) || !begins('bestuurscode', head.bestuurscode)) continue;
        found.push({
            id, naam: head.naam ?? '', brincode: brin || null, straat: head.straat ?? null, huisnummer: head.huisnummer ?? null,
            huisnummerToevoeging: head.huisnummertoevoeging ?? null, postcode: head.postcode ?? null,
            woonplaats: head.woonplaats ?? null, telefoonNet: null, telefoonAbon: null, emailadres: null, actief: active,
            bestuurscode: head.bestuurscode ?? null,
        });
    }
    return found;
}
