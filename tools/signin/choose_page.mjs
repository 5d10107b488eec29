// The page where one chooses who to be: a click instead of a password.

const escape = (text) => String(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

export function choosePage(people, uid) {
    const buttons = [...people.values()].map((person) => `
<li><form method="post" action="/choose/${escape(uid)}">
<button name="person" value="${escape(person.id)}">${escape(person.name ?? person.id)}</button> ${escape(person.about ?? '')}
</form></li>`);
    return `<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><title>Inloggen (namaak-Basispoort)</title></head>
<body><main><h1>Wie ben je?</h1>
<p>Dit is niet Basispoort, maar een namaak voor ontwikkelaars.</p>
<ul>${buttons.join('')}
</ul></main></body></html>
`;
}
