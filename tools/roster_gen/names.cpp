#include "tools/roster_gen/names.hpp"

#include <array>
#include <span>

#include "core/text.hpp"

namespace suite::roster_gen {
namespace {

using View = std::string_view;

struct Family {
    View prefix;
    View name;
};

constexpr View kDutchGiven[] = {
    "Aafke",  "Aatje",  "Abel",   "Anne",    "Anouk",   "Bas",    "Bente", "Boaz",  "Bram",  "Britt",  "Chloë",
    "Daan",   "Danaë",  "David",  "Doutzen", "Eline",   "Elisa",  "Emma",  "Eva",   "Evi",   "Fay",    "Feline",
    "Femke",  "Fenna",  "Finn",   "Fleur",   "Floor",   "Floris", "Gijs",  "Guus",  "Hanna", "Hidde",  "Hugo",
    "Iris",   "Isa",    "Jan",    "Jasmijn", "Jelle",   "Jesse",  "Jip",   "Job",   "Joep",  "Jolijn", "Joris",
    "Julia",  "Jurre",  "Kaatje", "Koen",    "Lars",    "Lieke",  "Lisa",  "Loïs",  "Lotte", "Luuk",   "Maartje",
    "Maud",   "Mees",   "Merel",  "Mila",    "Milan",   "Naomi",  "Niek",  "Noa",   "Noël",  "Nora",   "Olivier",
    "Pepijn", "Pien",   "Pim",    "Puck",    "Quinten", "Renée",  "Roos",  "Ruben", "Saar",  "Sam",    "Sanne",
    "Siebe",  "Sophie", "Stijn",  "Sven",    "Teun",    "Thijs",  "Tijn",  "Tim",   "Tygo",  "Vera",   "Vince",
    "Wessel", "Wietse", "Willem", "Ymke",    "Yara",    "Zoë"};
constexpr Family kDutchFamily[] = {
    {"", "Aalbers"},     {"", "Bakker"},      {"", "Blom"},          {"", "Boersma"},          {"", "Bosch"},
    {"", "Brouwer"},     {"", "Dekker"},      {"", "Dijkstra"},      {"", "Driessen"},         {"", "Evers"},
    {"", "Faber"},       {"", "Geraedts"},    {"", "Hendriks"},      {"", "Hoekstra"},         {"", "Huisman"},
    {"", "Jacobs"},      {"", "Jansen"},      {"", "Kok"},           {"", "Koster"},           {"", "Kuipers"},
    {"", "Maas"},        {"", "Martens"},     {"", "Meijer"},        {"", "Mulder"},           {"", "Noordhoek"},
    {"", "Peters"},      {"", "Postma"},      {"", "Prins"},         {"", "Scholten"},         {"", "Schouten"},
    {"", "Sikkema"},     {"", "Smit"},        {"", "Timmer"},        {"", "Veenstra"},         {"", "Verhoeven"},
    {"", "Vermeulen"},   {"", "Visser"},      {"", "Voorbeeld"},     {"", "Willems"},          {"", "Zijlstra"},
    {"de", "Boer"},      {"de", "Bruijn"},    {"de", "Groot"},       {"de", "Haan"},           {"de", "Jong"},
    {"de", "Ruiter"},    {"de", "Vries"},     {"de", "Wit"},         {"den", "Hollander"},     {"in 't", "Veld"},
    {"op den", "Kamp"},  {"ten", "Brink"},    {"ten", "Have"},       {"ter", "Horst"},         {"van", "Dam"},
    {"van", "Dijk"},     {"van", "Leeuwen"},  {"van", "Loon"},       {"van", "Vliet"},         {"van de", "Pol"},
    {"van de", "Ven"},   {"van den", "Berg"}, {"van den", "Heuvel"}, {"van der", "Heide"},     {"van der", "Linden"},
    {"van der", "Meer"}, {"van der", "Wal"},  {"van 't", "Hof"},     {"van", "Rossum-Bünger"}, {"", "'t Lam"},
    {"", "Coöperman"},   {"", "Daniëls"},     {"", "Michiëls"},      {"", "Smit-de Graaf"}};

constexpr View kTurkishGiven[] = {"Ayşe",  "Azra",  "Berat",  "Çağla", "Defne",  "Ela",   "Emir",
                                  "Eymen", "Gökçe", "İrem",   "Kaan",  "Mehmet", "Miraç", "Ömer",
                                  "Özge",  "Şeyma", "Yağmur", "Yusuf", "Zeynep"};
constexpr Family kTurkishFamily[] = {{"", "Aydın"}, {"", "Çelik"},  {"", "Demir"}, {"", "Doğan"},
                                     {"", "Güneş"}, {"", "Kılıç"},  {"", "Koç"},   {"", "Öztürk"},
                                     {"", "Şahin"}, {"", "Yıldız"}, {"", "Yılmaz"}};

constexpr View kMaghrebGiven[] = {"Adam",  "Amina",  "Anas",  "Aya",      "Bilal",  "Chaïma", "Fatima",
                                  "Hafsa", "Hamza",  "Ilyas", "Imane",    "Ismaïl", "Jannah", "Mohammed",
                                  "Naïma", "Nassim", "Noor",  "Safouane", "Salma",  "Yassine"};
constexpr Family kMaghrebFamily[] = {{"", "Achahbar"}, {"", "Amrani"},  {"", "Azzouzi"},   {"", "Benali"},
                                     {"", "Bouzid"},   {"el", "Fassi"}, {"el", "Idrissi"}, {"el", "Khattabi"},
                                     {"", "Haddad"},   {"", "Naïmi"},   {"ben", "Saïd"},   {"", "Tahiri"},
                                     {"", "Ziani"}};

constexpr View kCaribbeanGiven[] = {"Aisha",   "Anjali",  "Dionne",   "Djamila", "Giovanni", "Jaïr",
                                    "Jayden",  "Kiran",   "Mireille", "Priya",   "Quincy",   "Rishi",
                                    "Romario", "Shanaya", "Shaniqua", "Vishal",  "Xaviëra",  "Zaïra"};
constexpr Family kCaribbeanFamily[] = {{"", "Baldew"},     {"", "Bhagwandin"}, {"", "Biervliet"}, {"", "Croes"},
                                       {"", "Doekhi"},     {"", "Hoogdorp"},   {"", "Kartosen"},  {"", "Maduro"},
                                       {"", "Martina"},    {"", "Pinas"},      {"", "Ramdin"},    {"", "Sitaram"},
                                       {"", "Tjon-A-Fat"}, {"", "Wijngaarde"}};

constexpr View kEastGiven[] = {"Agnieszka", "Alicja",   "Bartłomiej", "Božena",   "Danylo", "Jiří",
                               "Kacper",    "Łucja",    "Małgorzata", "Michał",   "Mykola", "Oleksandra",
                               "Ştefan",    "Solomija", "Tomáš",      "Wojciech", "Željko", "Zofia"};
constexpr Family kEastFamily[] = {{"", "Dąbrowski"}, {"", "Dvořák"},     {"", "Ionescu"},     {"", "Kamiński"},
                                  {"", "Kovačević"}, {"", "Kowalczyk"},  {"", "Lewandowska"}, {"", "Moldoveanu"},
                                  {"", "Nowak"},     {"", "Shevchenko"}, {"", "Szymańska"},   {"", "Wiśniewski"},
                                  {"", "Wójcik"},    {"", "Zieliński"}};

constexpr View kWideGiven[] = {"Abena", "Amadou", "Ángel", "Aïssata", "Bảo",   "Björn", "Eyob", "Farhad",
                               "Inés",  "João",   "José",  "Kofi",    "Layla", "Leïla", "Mei",  "Nahom",
                               "Omar",  "Rania",  "Søren", "Thảo",    "Xin",   "Yonas"};
constexpr Family kWideFamily[] = {{"", "Abdi"},      {"al", "Hassan"},    {"al", "Masri"},       {"", "Asante"},
                                  {"", "Chen"},      {"da", "Conceição"}, {"dos", "Santos"},     {"", "García"},
                                  {"", "Habtom"},    {"", "Jørgensen"},   {"", "Mensah"},        {"", "Müller"},
                                  {"", "Nguyễn"},    {"", "Núñez"},       {"", "Rahimi"},        {"", "Strauß"},
                                  {"von", "Thünen"}, {"", "Wong"},        {"", "Yılmaz-Åkesson"}};

struct Origin {
    double up_to;  // cumulative share
    std::span<const View> given;
    std::span<const Family> family;
};
constexpr std::array<Origin, 6> kOrigins{{{.up_to = 0.74, .given = kDutchGiven, .family = kDutchFamily},
                                          {.up_to = 0.80, .given = kTurkishGiven, .family = kTurkishFamily},
                                          {.up_to = 0.87, .given = kMaghrebGiven, .family = kMaghrebFamily},
                                          {.up_to = 0.91, .given = kCaribbeanGiven, .family = kCaribbeanFamily},
                                          {.up_to = 0.95, .given = kEastGiven, .family = kEastFamily},
                                          {.up_to = 1.00, .given = kWideGiven, .family = kWideFamily}}};

constexpr View kSchoolKinds[] = {"",     "",     "", "", "OBS ", "CBS ", "Basisschool ", "Basisschool ", "Kindcentrum ",
                                 "IKC ", "RKBS "};
constexpr View kSchoolNames[] = {
    "De Regenboog",     "De Vlieger",    "Het Kompas",     "De Wegwijzer",    "De Springplank",  "De Horizon",
    "Het Palet",        "De Klimop",     "De Zonnewijzer", "De Vuurtoren",    "Het Mozaïek",     "De Ark",
    "De Bron",          "De Brug",       "De Windroos",    "De Kameleon",     "De Schakel",      "De Toermalijn",
    "De Zevensprong",   "Het Startblok", "De Ontdekking",  "De Boomgaard",    "De Ooievaar",     "De IJsvogel",
    "Het Anker",        "De Hoeksteen",  "De Notenkraker", "De Kastanje",     "De Leeuwerik",    "De Lindeboom",
    "'t Zwaluwnest",    "De Molenwiek",  "De Waterlelie",  "Coöperatie Oost", "De Sterrenwacht", "De Papaver",
    "Het Kleurenpalet", "De Wereldreis", "De Duinroos",    "De Rietzanger",   "De Tweemaster",   "Dr. Voorbeeldschool"};
constexpr View kStreetStems[] = {"Beuken",          "Dorps",  "Eiken", "Esdoorn",  "Haven",  "Kerk",  "Kastanje",
                                 "Koningin Máxima", "Linden", "Markt", "Meidoorn", "Merel",  "Molen", "Parallel",
                                 "Prins",           "School", "Spoor", "Vijver",   "Wilgen", "Zand"};
constexpr View kStreetEnds[] = {"straat", "straat", "laan", "weg", "plein", "pad", "singel", "hof", "dreef"};
constexpr View kCityStarts[] = {"Nieuw",  "Oud",   "Ooster", "Wester", "Noorder",
                                "Zuider", "Groot", "Klein",  "Boven",  "Beneden"};
constexpr View kCityEnds[] = {"veen", "wolde", "dijk", "beek",    "loo",    "hoven",
                              "meer", "burg",  "zijl", "kapelle", "drecht", "oord"};

const Origin& PickOrigin(Random& random) {
    const double share = random.Unit();
    for (const Origin& origin : kOrigins) {
        if (share < origin.up_to) return origin;
    }
    return kOrigins.back();
}

}  // namespace

PersonName MakeName(Random& random) {
    const Origin& origin = PickOrigin(random);
    const Family& family = random.Pick(origin.family);
    const auto given = random.Chance(0.2) ? std::span<const View>(kDutchGiven) : origin.given;
    return {.given = random.Pick(given), .prefix = family.prefix, .family = family.name};
}

std::string_view MakeGivenName(Random& random) { return random.Pick(PickOrigin(random).given); }

std::string MakeSchoolName(Random& random) {
    std::string name(random.Pick(std::span(kSchoolKinds)));
    return name.append(random.Pick(std::span(kSchoolNames)));
}

std::string MakeStreet(Random& random) {
    std::string street(random.Pick(std::span(kStreetStems)));
    return street.append(random.Pick(std::span(kStreetEnds)));
}

std::string MakeCity(Random& random) {
    std::string city(random.Pick(std::span(kCityStarts)));
    return city.append(random.Pick(std::span(kCityEnds)));
}

std::string Slug(std::string_view text) {
    std::string slug;
    for (const char c : Fold(text)) {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) slug += c;
    }
    return slug;
}

}  // namespace suite::roster_gen
