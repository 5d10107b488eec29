#include "services/gateway/app/start.hpp"

#include <catch2/catch.hpp>

#include "core/reasons.hpp"
#include "services/gateway/browser.hpp"

namespace suite::gateway {
namespace {

constexpr SchoolId kSchool{1};

class OneSchool final : public SchoolDirectory {
  public:
    SchoolEntry entry{.id = kSchool, .number = {.basispoort_id = 1001, .brin = "99XX", .location = "00"}};

    Result<SchoolEntry> Get(SchoolId school, Deadline /*deadline*/) override {
        return school == entry.id ? Found() : None();
    }
    Result<SchoolEntry> Find(const SchoolNumber& number, Deadline /*deadline*/) override {
        const bool found = number.basispoort_id ? number.basispoort_id == entry.number.basispoort_id
                                                : number.brin == entry.number.brin;
        return found ? Found() : None();
    }

  private:
    Result<SchoolEntry> Found() const { return entry; }
    static Result<SchoolEntry> None() { return Fail(Code::kNotFound, reason::kSchoolUnknown, "no such school"); }
};

class SmallCatalogue final : public MethodCatalogue {
  public:
    std::string method_url = "https://cijferpad.example/in?a=1&b=2";
    Result<std::string> UrlOf(const std::string& method, const std::string& product, Deadline /*deadline*/) override {
        if (method != "cijferpad") return Fail(Code::kNotFound, reason::kMethodUnknown, "no such method");
        if (product.empty()) return method_url;
        if (product != "cijferpad-5") return Fail(Code::kNotFound, reason::kProductUnknown, "no such product");
        return std::string("https://cijferpad.example/5");
    }
};

class OneAddress final : public KnownAddressStore {
  public:
    int asked = 0;
    Result<std::vector<KnownAddress>> Of(SchoolId school, Deadline /*deadline*/) override {
        ++asked;
        if (school != kSchool) return std::vector<KnownAddress>{};
        return std::vector{KnownAddress{.id = KnownAddressId{1}, .range = *AddressRange::Parse("93.184.216.32/28")}};
    }
    Status Add(SchoolId, const KnownAddress&, const Judge&, const AuditNote&, Deadline) override { return {}; }
    Result<std::optional<KnownAddress>> Remove(SchoolId, KnownAddressId, const AuditNote&, Deadline) override {
        return std::optional<KnownAddress>{};
    }
};

struct World {
    OneSchool schools;
    SmallCatalogue catalogue;
    OneAddress addresses;
    Start start{schools,
                catalogue,
                addresses,
                {.basispoort = "https://bp.example/",
                 .pupil = "https://bp.example/leerling?TARGET={target}&s={school}",
                 .home = "https://thuis.example/"}};

    /// Where it leads, or the reason why it does not.
    std::string Go(std::string_view path, const char* address, bool signed_in = false) const {
        const auto read = ReadStart(path);
        REQUIRE(read);
        const auto where = start.Go(*read, {.address = *IpAddress::Parse(address), .signed_in = signed_in},
                                    Deadline::In(std::chrono::seconds(5)));
        return where ? *where : where.error().reason;
    }
};

constexpr const char* kThere = "93.184.216.34";
constexpr const char* kElsewhere = "93.184.217.1";

}  // namespace

TEST_CASE("pupils go to Basispoort's entry from school and staff by way of the sign-in", "[ACC-05][ACC-08]") {
    World world;
    const std::string entry = "https://bp.example/leerling?s=1001";
    for (const auto* route : {"snelkoppeling", "netwerk", "bladwijzer"}) {
        CAPTURE(route);
        const auto path = "/start/" + std::string(route) + "/leerling/99XX00";
        CHECK(world.Go(path, kThere) == entry);
        CHECK(world.Go(path, kElsewhere) == reason::kNotAtSchool);
        CHECK(world.Go(path, kElsewhere, /*signed_in=*/true) == reason::kNotAtSchool);
        CHECK(world.Go(path + "/cijferpad", kThere) ==
              "https://bp.example/leerling?TARGET=https%3A%2F%2Fcijferpad.example%2Fin%3Fa%3D1%26b%3D2&s=1001");
        CHECK(world.Go(path + "/cijferpad/cijferpad-5", kThere) ==
              "https://bp.example/leerling?TARGET=https%3A%2F%2Fcijferpad.example%2F5&s=1001");
    }
    world.addresses.asked = 0;
    CHECK(world.Go("/start/basispoort/leerling/1001", kElsewhere) == "https://bp.example/");
    CHECK(world.Go("/start/thuis/leerling/1001/cijferpad", kElsewhere) == "https://thuis.example/");
    for (const auto* route : {"basispoort", "snelkoppeling", "netwerk"}) {
        CAPTURE(route);
        const auto path = "/start/" + std::string(route) + "/leerkracht/1001";
        CHECK(world.Go(path, kElsewhere) == "/auth/login?returnTo=" + path);
        CHECK(world.Go(path, kElsewhere, /*signed_in=*/true) == "/");
        CHECK(world.Go(path + "/cijferpad", kElsewhere) == "/auth/login?returnTo=" + path + "/cijferpad");
        CHECK(world.Go(path + "/cijferpad/cijferpad-5", kElsewhere, /*signed_in=*/true) ==
              "https://cijferpad.example/5");
    }
    CHECK(world.addresses.asked == 0);
}

TEST_CASE("a school or method that is not there leads nowhere and a strange address of a method neither", "[ACC-08]") {
    World world;
    CHECK(world.Go("/start/thuis/leerling/1002", kThere) == reason::kSchoolUnknown);
    CHECK(world.Go("/start/snelkoppeling/leerkracht/99YY00", kThere) == reason::kSchoolUnknown);
    CHECK(world.Go("/start/thuis/leerling/1001/taalpad", kThere) == reason::kMethodUnknown);
    CHECK(world.Go("/start/thuis/leerling/1001/cijferpad/taalpad-5", kThere) == reason::kProductUnknown);
    for (const auto* url : {"", "http://cijferpad.example", "javascript:alert(1)", "//evil.example"}) {
        CAPTURE(url);
        world.catalogue.method_url = url;
        CHECK(world.Go("/start/snelkoppeling/leerkracht/1001/cijferpad", kThere, /*signed_in=*/true) == "/");
        CHECK(world.Go("/start/snelkoppeling/leerling/1001/cijferpad", kThere) == "https://bp.example/leerling?s=1001");
    }
}

TEST_CASE("a coordinator gets every start address of the school and each of them leads on", "[ACC-08]") {
    World world;
    const Actor coordinator{.role = Role::kCoordinator, .school = kSchool, .person = PersonId{7}};
    const auto ask = [&](const Actor& actor, SchoolId school, const std::string& method, const std::string& product) {
        return world.start.List({.actor = actor, .school = school, .deadline = Deadline::In(std::chrono::seconds(5))},
                                method, product);
    };
    const auto items = ask(coordinator, kSchool, "cijferpad", "cijferpad-5");
    REQUIRE(items);
    CHECK(items->size() == 8);
    for (const auto& item : *items) {
        CAPTURE(item.path);
        CHECK(item.path.ends_with("/1001/cijferpad/cijferpad-5"));
        const auto where = world.Go(item.path, kThere);
        CHECK((where.starts_with("https://") || where == "/auth/login?returnTo=" + item.path));
    }
    CHECK(ask(coordinator, kSchool, "", "")->front().path == "/start/basispoort/leerkracht/1001");
    CHECK(ask(coordinator, kSchool, "taalpad", "").error().reason == reason::kMethodUnknown);
    CHECK(ask(coordinator, kSchool, "", "cijferpad-5").error().reason == reason::kInvalidRequest);
    CHECK(ask(coordinator, SchoolId{2}, "", "").error().reason == reason::kSchoolUnknown);
    CHECK(ask(Actor{.role = Role::kHelpdesk}, SchoolId{2}, "", "").error().reason == reason::kSchoolUnknown);
    CHECK(ask(Actor{.role = Role::kMachine, .scopes = {"entitlements:read"}}, kSchool, "", "").error().reason ==
          reason::kSchoolUnknown);
    world.schools.entry.number = {};
    CHECK(ask(coordinator, kSchool, "", "")->empty());
}

TEST_CASE("who may not go on is told in words with a way on", "[ACC-08]") {
    World world;
    const auto path = "/start/bladwijzer/leerling/1001/cijferpad";
    const auto refused = world.start.Go(*ReadStart(path), {.address = *IpAddress::Parse(kElsewhere)},
                                        Deadline::In(std::chrono::seconds(5)));
    REQUIRE_FALSE(refused);
    const auto page = ProblemPage(refused.error(), Language::kDutch, path, "trace-1");
    CHECK(page.status == 403);
    CHECK(page.content_type == "text/html; charset=utf-8");
    CHECK_THAT(page.body, Catch::Contains("<h1>Je bent niet op het netwerk van je school</h1>"));
    CHECK_THAT(page.body, Catch::Contains("<a href=\"/start/thuis/leerling/1001/cijferpad\">Thuis inloggen</a>"));
    CHECK_THAT(page.body, Catch::Contains("ICT-co\xC3\xB6rdinator"));
    CHECK_THAT(page.body, Catch::Contains("trace-1"));
    CHECK_THAT(page.body, !Catch::Contains("/auth/login"));
    CHECK_THAT(page.body, !Catch::Contains(kElsewhere));
    const auto english = ProblemPage(refused.error(), Language::kEnglish, path, "trace-1");
    CHECK_THAT(english.body, Catch::Contains("lang=\"en\"") && Catch::Contains("Log in at home"));

    const Error unknown{
        .code = Code::kNotFound, .reason = std::string(reason::kSchoolUnknown), .message = "no school has this number"};
    CHECK_THAT(ProblemPage(unknown, Language::kDutch, path, "t").body, Catch::Contains("nieuw startadres"));
    CHECK_THAT(ProblemPage(unknown, Language::kEnglish, path, "<t>").body,
               Catch::Contains("We do not know this school") && Catch::Contains("&lt;t&gt;"));
    // The sign-in's pages are as they were.
    CHECK_THAT(ProblemPage(unknown, Language::kDutch, "/auth/callback", "t").body,
               Catch::Contains("<a href=\"/auth/login\">Opnieuw inloggen</a>") && !Catch::Contains("startadres"));
    const http::Request asked{.method = "GET", .path = path, .headers = {{"accept", "text/html"}}};
    CHECK(WantsPage(asked));
    CHECK_FALSE(WantsPage({.method = "GET", .path = path}));
    CHECK_FALSE(WantsPage({.method = "GET", .path = "/started", .headers = {{"accept", "text/html"}}}));
}

}  // namespace suite::gateway
