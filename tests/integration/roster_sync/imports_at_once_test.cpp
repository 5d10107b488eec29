// How many EDEXML files are read at the same time.
#include <algorithm>
#include <catch2/catch.hpp>
#include <future>

#include "core/reasons.hpp"
#include "tests/integration/roster_sync/support.hpp"

namespace suite::roster_sync {
namespace {

using sql::Dialect;
using Answers = std::vector<std::future<Result<wire::RosterImport>>>;

constexpr const char* kEdexml = R"(<?xml version="1.0" encoding="UTF-8"?>
<EDEX><school><schooljaar>2098-2099</schooljaar><brincode>99XX</brincode><dependancecode>00</dependancecode>
<xsdversie>2.1</xsdversie></school>
<groepen><groep key="EX1"><naam>Toekomst</naam><jaargroep>5</jaargroep></groep></groepen>
<leerlingen><leerling key="ex-1"><achternaam>Toekomst</achternaam><roepnaam>Teun</roepnaam><jaargroep>5</jaargroep>
<groep key="EX1"/></leerling></leerlingen><leerkrachten/></EDEX>)";

std::int64_t CountAnswered(const Answers& answers) {
    return std::ranges::count_if(answers, [](const auto& answer) {
        return answer.wait_for(std::chrono::milliseconds(2)) == std::future_status::ready;
    });
}

}  // namespace

TEST_CASE("of four imports at once two are read and two are sent away at once", "[ROS-06][ACC-07]") {
    testing::TestDatabase database(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    Service service(database.Url());
    service.Push(1, kSchoolLines);
    const auto school = service.SchoolOf(1001);
    const auto actor = service.CoordinatorOf(school);
    wire::ImportEdexmlRequest request;
    request.set_school_id(school);
    request.set_content(kEdexml);
    const auto import = [&] { return service.Call<wire::RosterImport>("RosterService/ImportEdexml", request, actor); };

    // Whoever has a turn waits for the school, which somebody else is writing.
    const auto other = sql::Database::Open({.url = database.Url(), .schema = "roster_sync"});
    REQUIRE(other);
    Answers answers;
    std::int64_t answered = 0;
    const auto wrote = (*other)->Write(SchoolScope::All(), Deadline::In(std::chrono::seconds(30)),
                                       [&](sql::Session& session) -> Status {
                                           SUITE_RETURN_IF_ERROR(session.LockSchool(SchoolId::Parse(school)->value));
                                           for (int i = 0; i < 4; ++i)
                                               answers.push_back(std::async(std::launch::async, import));
                                           const auto enough = Deadline::In(std::chrono::seconds(10));
                                           do answered = CountAnswered(answers);
                                           while (answered < 2 && !enough.Passed());
                                           return {};
                                       });
    REQUIRE(wrote);
    CHECK(answered == 2);
    int read = 0;
    int sent_away = 0;
    for (auto& answer : answers) {
        const auto done = answer.get();
        if (done) ++read;
        if (!done && done.error().reason == reason::kOverloaded && done.error().code == Code::kUnavailable) ++sent_away;
    }
    CHECK(read == 2);
    CHECK(sent_away == 2);
    CHECK(import());  // the turns came back
}

}  // namespace suite::roster_sync
