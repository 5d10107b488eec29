#include "tests/functional/privacy/flows.hpp"

#include <catch2/catch.hpp>

#include "core/time.hpp"

namespace suite::testing {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t kSchool = kCanarySchool;
constexpr std::int64_t kFileSchool = 7002;  // brings its own file
constexpr std::int64_t kChild = 700123;
constexpr const char* kBrin = "77ZV";
constexpr const char* kEckId = "https://ketenid.test/zangvogel-0001";

std::string ThisYear() { return SchoolYear::Of(DutchDay(SystemClock().Now())).ToString(); }

/// All that a source could say of a person and nobody asked for.
Json Particulars() {
    return {{"bsn", "999990019"},
            {"bsnAlsGetal", 999990019},
            {"geboortedatum", "1931-12-27"},
            {"geboorteland", "Verklikkerland"},
            {"nationaliteit", {{"eerste", "Verklikkerland"}, {"codes", {"VK-verklikker", 999990019}}}},
            {"adres", {{"straat", "Verklikkerstraat"}, {"huisnummer", 1931}, {"postcode", "6971VB"}}},
            {"foto", "https://foto.test/verklikker.jpg"},
            {"gewicht", "verklikker 0,3"},
            {"telefoon", {"verklikker", "999990019"}},
            {"emailadresOuders", "verklikker@thuis.test"},
            {"emailadresLeerling", "verklikker@school.test"},
            {"verklikkerveld", true}};
}

Json Record(const char* type, std::int64_t id, Json data) {
    return {{"type", type}, {"op", "upsert"}, {"schoolId", kSchool}, {"id", id}, {"data", std::move(data)}};
}

Json Named(const std::string& given) {
    auto name = Particulars();
    name["voornaam"] = given;
    name["voorvoegsel"] = "van de";
    name["achternaam"] = "Zangvogelaar";
    name["voornamen"] = "Verklikker Maria";
    name["voorletters"] = "VERKLIKKER";
    return name;
}

Json Child() {
    auto data = Particulars();
    data.update({{"eckid", kEckId},
                 {"lasKey", "ll-zangvogel-1"},
                 {"persoonsgegevens", Named("Zangvogeltje")},
                 {"jaargroep", "5"},
                 {"groep", "G5"},
                 {"subgroepen", Json::array()}});
    return data;
}

Json Staff() {
    auto data = Particulars();
    data.update({{"persoonsgegevens", Named("Juf Zangvogel")},
                 {"emailadres", "juf.zangvogel@school.test"},
                 {"rollen", {"Leerkracht", "ICTCoordinator"}},
                 {"groepen", {"G5"}}});
    return data;
}

/// A record with the child's particulars in the place of each field that is kept, in a type that is wrong there.
std::string WrongTypes() {
    std::string lines;
    std::int64_t id = kChild + 100;
    for (const auto* field : {"eckid", "lasKey", "persoonsgegevens", "jaargroep", "groep", "subgroepen"}) {
        for (const auto& value : {Json(Particulars()), Json::array({Particulars()}), Json(999990019)}) {
            auto data = Child();
            data.erase("eckid");
            data.erase("lasKey");
            data[field] = value;
            lines += Record("pupil", id++, data).dump() + "\n";
        }
    }
    for (const auto* field : {"voornaam", "voorvoegsel", "achternaam"}) {
        lines += Record("pupil", id++, {{"persoonsgegevens", {{field, Particulars()}}}}).dump() + "\n";
    }
    for (const auto* field : {"emailadres", "einddatum", "rollen", "groepen"}) {
        lines += Record("staff", id++, {{"persoonsgegevens", Named("X")}, {field, Particulars()}}).dump() + "\n";
    }
    lines +=
        Record("staff", id++, {{"persoonsgegevens", Named("X")}, {"einddatum", "1931-12-27 verklikker"}}).dump() + "\n";
    lines += Record("staff", id++, {{"persoonsgegevens", Named("X")}, {"rollen", {"Verklikker"}}}).dump() + "\n";
    // A word where a code belongs, and a group that nobody has.
    lines += Record("pupil", id++, {{"persoonsgegevens", Named("X")}, {"jaargroep", "verklikker"}}).dump() + "\n";
    return lines;
}

std::string SchoolAndGroup() {
    auto school = Particulars();
    school.update({{"naam", "De Volière"}, {"brincode", kBrin}, {"dependancecode", "00"}, {"actief", true}});
    const Json group{{"type", "group"},          {"op", "upsert"},
                     {"schoolId", kSchool},      {"id", "G5"},
                     {"schoolYear", ThisYear()}, {"data", {{"naam", "5A"}, {"jaargroep", "5"}, {"juf", "Verklikker"}}}};
    const Json line{{"type", "school"}, {"op", "upsert"}, {"schoolId", kSchool}, {"data", school}};
    return line.dump() + "\n" + group.dump() + "\n";
}

std::string People() {
    return Record("pupil", kChild, Child()).dump() + "\n" + Record("staff", kChild + 2, Staff()).dump() + "\n";
}

std::string RosterPart() {
    return SchoolAndGroup() + People() +
           Record("pupil", kChild + 1, {{"persoonsgegevens", Named("Weg")}, {"groep", "NERGENS"}}).dump() + "\n" +
           WrongTypes() + SchoolLine(kFileSchool, "De Kooi", kBrin, "01");
}

std::string Edexml(const std::string& school_extra, const std::string& person_extra = "") {
    const std::string block =
        "<toevoegingen><blok xmlns:x='urn:verklikker' x:type='Verklikker'><code>verklikker</code>"
        "<achternaam>Verklikker</achternaam></blok></toevoegingen>";
    const std::string particulars =
        "<voorletters-1>VRKLKR</voorletters-1><geboortedatum>1931-12-27</geboortedatum><geslacht>verklikker</geslacht>"
        "<gebruikersnaam>verklikker</gebruikersnaam><fotourl>https://foto.test/verklikker.jpg</fotourl>"
        "<etniciteit>verklikker</etniciteit><land>verklikker</land><land_vader>verklikker</land_vader>"
        "<land_moeder>verklikker</land_moeder><bsn>999990019</bsn><gewicht_nieuw>verklikker</gewicht_nieuw>"
        "<gewicht>verklikker</gewicht><postcodenl>6971VB</postcodenl><instroomdatum>1931-12-27</instroomdatum>"
        "<adres><straat>Verklikkerstraat</straat></adres>" +
        block;
    const std::string name =
        "<achternaam>Zangvogelaar</achternaam><voorvoegsel>van de</voorvoegsel><voornamen>Zangvogeltje Verklikker"
        "</voornamen>";
    const auto pupil = [&](const std::string& attributes, const std::string& fields) {
        return "<leerling " + attributes + " verklikker='verklikker'><!-- verklikker -->" + name +
               "<emailadres>verklikker@thuis.test</emailadres>" + particulars + fields + "</leerling>\n";
    };
    return "<?xml version=\"1.0\"?>\n<?verklikker verklikker?>\n<EDEX>\n<school><schooljaar>" + ThisYear() +
           "</schooljaar><brincode>" + kBrin +
           "</brincode><dependancecode>01</dependancecode><auteur>Verklikker</auteur><commentaar>verklikker 999990019"
           "</commentaar>" +
           block + school_extra +
           "</school>\n<vestigingen><vestiging key='V'><naam>Verklikker</naam></vestiging>"
           "</vestigingen>\n<groepen><groep key='G5'><naam>5A</naam><jaargroep>5</jaargroep><omschrijving>verklikker"
           "</omschrijving>" +
           block + "</groep></groepen>\n<leerlingen>\n" +
           pupil("key='zangvogel-1'", "<groep key='G5'/>" + person_extra) +
           // Rejected, each for its own reason.
           pupil("", "") + pupil("key='zangvogel-1'", "") +
           pupil("key='zangvogel-2'", "<jaargroep>verklikker</jaargroep>") +
           pupil("key='zangvogel-3'", "<groep key='verklikker'/>") +
           pupil("key='zangvogel-4'", "<uitstroomdatum>verklikker</uitstroomdatum>") +
           pupil("key='zangvogel-5'", "<uitstroomdatum>1931-12-27</uitstroomdatum>") + pupil("key='#zangvogel'", "") +
           "</leerlingen>\n<leerkrachten>\n<leerkracht key='zangvogel-6'>" + name +
           "<gebruikersnaam>verklikker</gebruikersnaam><emailadres>juf2.zangvogel@school.test</emailadres>"
           "<rolomschrijving>verklikker</rolomschrijving>" +
           block +
           "<groepen><groep key='G5'><rolomschrijving>verklikker</rolomschrijving></groep></groepen></leerkracht>\n"
           "</leerkrachten>\n</EDEX>\n";
}

class Flows {
  public:
    explicit Flows(Api& api) : api_(api) {}

    std::vector<Answer> All() {
        Push();
        Import();
        Search();
        LicencesAndPincodes();
        Seats();
        Results();
        Strangers();
        return std::move(refused_);
    }

  private:
    void Refused(Answer answer, int status) {
        CAPTURE(answer.body);
        CHECK(answer.status == status);
        refused_.push_back(std::move(answer));
    }

    /// The answer may be what it is; that it comes is enough.
    void Try(const Answer& answer) { CHECK(answer.status < 500); }

    void Push() {
        const auto batch = ApplyRoster(api_, 1, "delta", RosterPart());
        CHECK(batch.at("droppedFields") > 100);
        CHECK(batch.at("counts").at("pupil").at("rejected") > 15);
        auto& basispoort = api_.Machine("basispoort");
        const auto path = "/roster-batches/" + batch.at("id").get<std::string>();
        refused_.push_back(basispoort.Get(path + "/rejections?limit=500"));
        CHECK(refused_.back().body.find("Zangvogel") == std::string::npos);  // names are not for machines

        const auto open =
            basispoort.Post("/roster-batches", {{"source", "basispoort"}, {"sequence", 2}, {"kind", "delta"}});
        const auto next = "/roster-batches/" + open.json.at("id").get<std::string>();
        auto envelope = Record("pupil", kChild + 3, Child());
        envelope["verklikker"] = Particulars();
        auto bad_op = Record("pupil", kChild + 3, Child());
        bad_op["op"] = "verklikker";
        auto bad_id = Record("pupil", kChild + 3, Child());
        bad_id["id"] = "verklikker";
        for (const auto& line : {envelope.dump(), bad_op.dump(), bad_id.dump(), "verklikker" + envelope.dump(),
                                 Record("pupil", kChild, Child()).dump().substr(0, 300)}) {
            Refused(basispoort.Send("PUT", next + "/parts/1", line + "\n", {{"Content-Type", "application/x-ndjson"}}),
                    400);
        }
        Refused(
            basispoort.Post("/roster-batches", {{"source", "basispoort"}, {"sequence", 3}, {"extra", Particulars()}}),
            400);
    }

    void Import() {
        school_ = OnlyItem(api_.Helpdesk(), "/schools?basispoortId=" + std::to_string(kSchool)).at("id");
        const std::string file_school =
            OnlyItem(api_.Helpdesk(), "/schools?basispoortId=" + std::to_string(kFileSchool)).at("id");
        const auto imports = "/schools/" + file_school + "/roster-imports";
        auto& coordinator = api_.Coordinator(file_school);
        const auto send = [&](Caller& caller, const std::string& path, const std::string& file) {
            return caller.Send("POST", path, file, {{"Content-Type", "application/xml"}});
        };
        const auto good = Edexml("<xsdversie>2.1</xsdversie>");
        CHECK(send(coordinator, imports + "?dryRun=true", good).status == 201);
        const auto import = send(coordinator, imports, good);
        CAPTURE(import.body);
        REQUIRE(import.status == 201);
        CHECK(import.json.at("counts").at("pupil").at("added") == 1);
        CHECK(import.json.at("counts").at("pupil").at("rejected") == 7);
        CHECK(import.json.at("counts").at("staff").at("added") == 1);
        for (const auto& file : {Edexml("<xsdversie>2.1 verklikker</xsdversie>"),
                                 "<!DOCTYPE verklikker [<!ENTITY a 'verklikker'>]>" + good, Edexml("", "&verklikker;"),
                                 "verklikker" + good, good.substr(0, good.size() / 2)}) {
            Refused(send(coordinator, imports, file), 400);
        }
        auto other_year = good;
        other_year.replace(other_year.find(ThisYear()), 9, "1931-1932");
        Refused(send(coordinator, imports, other_year), 409);
        Refused(send(api_.Coordinator(school_), "/schools/" + school_ + "/roster-imports", good), 409);
    }

    void Search() {
        auto& coordinator = api_.Coordinator(school_);
        const auto school = "/schools/" + school_;
        for (const auto* word : {"verklikker", "999990019", "Zangvogelaar", "zangvogel%20%27%3B--", "1931-12-27"}) {
            for (const auto& list : {school + "/pupils", school + "/teachers", school + "/ict-coordinators",
                                     school + "/groups", std::string("/schools")}) {
                Try(coordinator.Get(list + "?q=" + word));
                Try(coordinator.Get(list + "?" + word + "=" + word));
                Try(coordinator.Get(list + "?lasKey=" + word + "&eckId=" + word + "&cursor=" + word));
            }
            Try(coordinator.Get("/" + std::string(word) + "/" + word));
            Try(coordinator.Get(school + "/groups/" + word));
            Try(coordinator.Get("/schools/" + std::string(word)));
        }
        CHECK(ListOf(coordinator, school + "/pupils?q=zangvogelaar").size() == 1);
    }

    void LicencesAndPincodes() {
        const auto group = OnlyItem(api_.Coordinator(school_), "/schools/" + school_ + "/groups?lasKey=G5")
                               .at("id")
                               .get<std::string>();
        const auto licence = PutOrder(api_, "order-canary", OrderOf(school_, "cijferpad-5"));
        auto order = OrderOf(school_, "cijferpad-5");
        order["leerling"] = Particulars();
        Refused(api_.Machine("order-system").Put("/orders/order-canary-2", order), 400);
        const auto ict =
            OnlyItem(api_.Helpdesk(), "/schools/" + school_ + "/ict-coordinators").at("id").get<std::string>();
        LinkGroup(api_.Coordinator(school_, ict), school_, licence, group);
        CHECK(Entitlement(api_, school_, std::string("eckId=") + kEckId, "cijferpad-5").at("entitled") == true);
        Try(api_.Machine("method-software").Get(EntitlementPath(school_, "eckId=verklikker", "verklikker")));
        Links(api_.Coordinator(school_, ict), licence);
        const auto pincodes = "/schools/" + school_ + "/groups/" + group + "/pincodes";
        const auto codes = api_.Coordinator(school_, ict).GetUntil(pincodes, [](const Answer& answer) {
            return answer.status == 200 && answer.body.contains("Zangvogel");
        });
        CHECK(codes.json.at("items").size() == 1);
        Try(api_.Coordinator(school_, ict).Get(pincodes + "?q=verklikker"));
    }

    /// Linked, listed, in the history and in the access of today; taken back.
    void Links(Caller& coordinator, const std::string& licence) {
        const auto school = "/schools/" + school_;
        const auto pupil = OnlyItem(coordinator, school + "/pupils?eckId=" + kEckId).at("id").get<std::string>();
        const auto links = school + "/licences/" + licence;
        CHECK(coordinator.Put(links + "/pupils/" + pupil).status == 200);
        CHECK(ListOf(coordinator, links + "/pupils").size() == 1);
        CHECK(coordinator.Get(links + "/access").body.contains("Zangvogel"));
        CHECK(ListOf(coordinator, school + "/licence-history?personId=" + pupil).size() == 1);
        CHECK(coordinator.Send("POST", school + "/licence-history/2/undo").status == 200);
        Try(coordinator.Get(school + "/licence-history?from=verklikker&personId=verklikker"));
        Try(coordinator.Put(links + "/pupils/verklikker"));
        const Json target{{"licenceId", "verklikker"}, {"personId", "verklikker"}, {"groupId", "verklikker"}};
        Try(coordinator.Post(school + "/licence-links", {{"link", {target}}}));
    }

    void Seats() {
        auto& coordinator = api_.Coordinator(school_);
        auto order = OrderOf(school_, "sprint-5");
        order["kind"] = "pupil";
        order["seats"] = 1;
        const auto base = "/schools/" + school_ + "/licences/" + PutOrder(api_, "order-canary-3", order);
        const auto child =
            OnlyItem(coordinator, "/schools/" + school_ + "/pupils?q=zangvogelaar").at("id").get<std::string>();
        CHECK(coordinator.Put(base + "/seats/" + child).body.contains("Zangvogel"));
        CHECK(coordinator.Get(base + "/seats").body.contains("Zangvogel"));
        Try(coordinator.Put(base + "/waiting/" + child));
        Try(coordinator.Put(base + "/seats/verklikker"));
        Try(coordinator.Get(base + "/waiting?cursor=verklikker"));
        Refused(coordinator.Delete(base + "/seats/" + child), 409);
        const auto request = base + "/seats/" + child + "/correction-requests";
        Refused(coordinator.Post(request, {{"leerling", Particulars()}}), 400);
        CHECK(coordinator.Post(request, {{"reason", "Verkeerd kind"}}).status == 201);
        CHECK(api_.Helpdesk().Get("/seat-corrections?state=open").body.contains("Zangvogel"));
        CHECK(api_.Helpdesk().Delete(base + "/seats/" + child + "?reason=Verkeerd").status == 200);
    }

    void Results() {
        auto& coordinator = api_.Coordinator(school_);
        const auto connections = "/schools/" + school_ + "/result-connections";
        const Json connection{{"las", "parnassys"}, {"authorisationKey", "verklikkersleutel-1357"}};
        CHECK(OnceKnown([&] { return coordinator.Post(connections, connection); }).status == 201);
        Refused(coordinator.Post(connections, {{"las", "verklikker"}, {"authorisationKey", "verklikker"}}), 400);
        Json result{{"resultKey", "r-1"},
                    {"version", 1},
                    {"schoolId", school_},
                    {"eckId", kEckId},
                    {"productId", "cijferpad-5"},
                    {"kind", "test"},
                    {"testCode", "CP-1"},
                    {"testName", "Blok 1"},
                    {"score", 7},
                    {"takenOn", "2026-01-15"}};
        auto& software = api_.Machine("method-software");
        const auto accepted = software.Post("/results", {{"results", {result}}});
        CAPTURE(accepted.body);
        CHECK(accepted.json.at("items").at(0).at("outcome") == "accepted");
        result["resultKey"] = "r-2";
        result["eckId"] = "verklikker";  // of nobody
        Try(software.Post("/results", {{"results", {result}}}));
        result["leerling"] = Particulars();
        Refused(software.Post("/results", {{"results", {result}}}), 400);
        CHECK(api_.Machine("las-parnassys").Get("/las/results").json.at("items").size() == 1);
    }

    /// People and programs that nobody knows, with words that may not stay.
    void Strangers() {
        Try(api_.With("verklikker.verklikker.verklikker").Get("/schools"));
        Refused(api_.Nobody().Send("POST", "/oauth/token",
                                   "grant_type=client_credentials&client_id=verklikker&client_secret=verklikker",
                                   {{"Content-Type", "application/x-www-form-urlencoded"}}),
                401);
        Try(api_.Helpdesk().Send("POST", "/schools", Particulars().dump(), {{"Content-Type", "application/json"}}));
        Try(api_.Helpdesk().Send("GET", "/schools", {},
                                 {{"User-Agent", "verklikker"},
                                  {"Cookie", "bsn=999990019"},
                                  {"Accept-Language", "verklikker"},
                                  {"Referer", "https://verklikker.test/"}}));
    }

    Api& api_;
    std::string school_;
    std::vector<Answer> refused_;
};

}  // namespace

std::string CanarySchool(bool with_people) { return SchoolAndGroup() + (with_people ? People() : ""); }

std::vector<Answer> SendTheCanaryThrough(Api& api) { return Flows(api).All(); }

}  // namespace suite::testing
