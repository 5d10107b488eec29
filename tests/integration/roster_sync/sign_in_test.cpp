#include <suite/roster/v1/roster_sign_in.pb.h>

#include "core/time.hpp"
#include "support.hpp"

namespace {

using namespace suite;               // NOLINT: test
using namespace suite::roster_sync;  // NOLINT: test
using sql::Dialect;

const Actor kGateway{.role = Role::kMachine, .client_id = "gateway", .scopes = {"sign-in"}};
const std::string kEckId = "https://ketenid.nl/201703/" + std::string(128, 'a');

std::string School(int id, const std::string& name, bool active = true) {
    return R"({"type":"school","op":"upsert","schoolId":)" + std::to_string(id) + R"(,"data":{"naam":")" + name +
           R"(","actief":)" + (active ? "true" : "false") + "}}\n";
}

std::string Staff(int school, int id, const std::string& end_date, const std::string& roles) {
    return R"({"type":"staff","op":"upsert","schoolId":)" + std::to_string(school) + R"(,"id":)" + std::to_string(id) +
           R"(,"data":{"persoonsgegevens":{"voornaam":"Ida","voorvoegsel":"van","achternaam":"Beek"},"einddatum":)" +
           (end_date.empty() ? "null" : '"' + end_date + '"') + R"(,"rollen":[)" + roles + R"(],"groepen":[]}})" + "\n";
}

class Asking {
  public:
    explicit Asking(Service& service) : service_(service) {}
    /// "School coordinator teacher; ..." in the answer's order.
    std::string Of(std::optional<std::int64_t> basispoort_id, const std::string& eck_id = {}) {
        wire::ListRegistrationsRequest request;
        if (basispoort_id) request.set_basispoort_id(*basispoort_id);
        request.set_eck_id(eck_id);
        const auto found =
            service_.Call<wire::ListRegistrationsResponse>("RosterSignInService/ListRegistrations", request, kGateway);
        if (!found) return found.error().reason;
        std::string text;
        for (const auto& item : found->items()) {
            text += item.school_name() + (item.coordinator() ? " coordinator" : "") +
                    (item.teacher() ? " teacher" : "") + "; ";
        }
        return text;
    }

  private:
    Service& service_;
};

}  // namespace

TEST_CASE("a person is found at every school that gives access today, and nowhere else", "[ACC-01][ROS-04][ROS-12]") {
    testing::TestDatabase database(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    Service service(database.Url());
    Asking registrations(service);
    const auto today = DutchDay(SystemClock().Now());
    const auto yesterday = Date{today.days - std::chrono::days(1)}.ToString();
    service.Push(1, School(1001, "De Regenboog") + School(1002, "Aan de Beek") + School(1003, "Dicht", false) +
                        Staff(1001, 9001, "", R"("Leerkracht","ICTCoordinator")") +
                        Staff(1002, 9001, today.ToString(), R"("Inval")") + Staff(1003, 9001, "", R"("Leerkracht")") +
                        Staff(1001, 9002, yesterday, R"("Leerkracht")") + Staff(1001, 9003, "", R"("Stagiair")"));
    CHECK(registrations.Of(9001) == "Aan de Beek teacher; De Regenboog coordinator teacher; ");
    CHECK(registrations.Of(9002) == "");
    CHECK(registrations.Of(9003) == "");
    CHECK(registrations.Of(9004) == "");
    CHECK(registrations.Of(std::nullopt) == "invalid-request");

    // What changes in the roster shows at once.
    service.Push(2, Staff(1001, 9001, "", R"("Leerkracht")") + Staff(1002, 9001, yesterday, R"("Inval")"));
    CHECK(registrations.Of(9001) == "De Regenboog teacher; ");
    service.Push(3, R"({"type":"staff","op":"delete","schoolId":1001,"id":9001})");
    CHECK(registrations.Of(9001) == "");
}

TEST_CASE("an ECK iD finds registrations that have no Basispoort id", "[ACC-01]") {
    testing::TestDatabase database(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    Service service(database.Url());
    Asking registrations(service);
    service.Push(1, School(1001, "De Regenboog"));
    auto raw = sql::Database::Open({.url = database.Url(), .schema = "roster_sync", .sessions = 2});
    REQUIRE(raw);
    const auto school = SchoolId::Parse(service.SchoolOf(1001))->value;
    const auto put = [&](std::int64_t person, sql::Value basispoort_id, const std::string& eck_id) {
        const auto written = (*raw)->Write(
            SchoolScope::All(), Deadline::In(std::chrono::seconds(5)), [&](sql::Session& session) -> Status {
                SUITE_RETURN_IF_ERROR(session.Execute(
                    "INSERT INTO staff (school_id, person_id, basispoort_id, eck_id, las_key, given_name, prefix, "
                    "family_name, email, end_date, roles, active, search, sort_key)"
                    " VALUES (:1, :2, :3, :4, '', 'Ida', '', 'Beek', '', NULL, '', 1, '', '')",
                    {sql::Value{school}, sql::Value{person}, basispoort_id, sql::Value{eck_id}}));
                return {};
            });
        REQUIRE(written);
    };
    put(1, sql::Value{}, kEckId);
    put(2, sql::Value{std::int64_t{9009}}, "https://ketenid.nl/201703/" + std::string(128, 'b'));
    CHECK(registrations.Of(std::nullopt, kEckId) == "De Regenboog teacher; ");
    CHECK(registrations.Of(4711, kEckId) == "De Regenboog teacher; ");
    // The last sixteen characters are the index, not the answer.
    CHECK(registrations.Of(std::nullopt, std::string(16, 'a')) == "");
    // Where the registration has a Basispoort id, that is what counts.
    CHECK(registrations.Of(std::nullopt, "https://ketenid.nl/201703/" + std::string(128, 'b')) == "");
}

TEST_CASE("the answer names the registration: school, person, shown name", "[ACC-01]") {
    testing::TestDatabase database(Dialect::kSqlite);
    Service service(database.Url());
    service.Push(1, School(1001, "De Regenboog") + Staff(1001, 9001, "", R"("ICTCoordinator")"));
    wire::ListRegistrationsRequest request;
    request.set_basispoort_id(9001);
    const auto found =
        service.Call<wire::ListRegistrationsResponse>("RosterSignInService/ListRegistrations", request, kGateway);
    REQUIRE(found);
    REQUIRE(found->items_size() == 1);
    CHECK(found->items(0).school_id() == service.SchoolOf(1001));
    CHECK(found->items(0).basispoort_school_id() == 1001);
    CHECK(PersonId::Parse(found->items(0).person_id()));
    CHECK(found->items(0).name() == "Ida van Beek");
    const auto refused =
        service.Call<wire::ListRegistrationsResponse>("RosterSignInService/ListRegistrations", request, kHelpdesk);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::kPermissionDenied);
}
