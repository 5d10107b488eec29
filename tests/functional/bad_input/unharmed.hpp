// The suite under bad input: it must come out as it went in.
#pragma once

#include <catch2/catch.hpp>
#include <map>
#include <string>

#include "tests/functional/support/steps.hpp"

namespace suite::testing {

/// A suite with the demonstration, and proof that nothing was stored and nobody died.
struct Target {
    Target() : fixture(sql::Dialect::kSqlite), api(fixture.Api()), demo(LoadDemo(fixture)) {
        stored = EverythingStored(api, demo);
        pids = Pids(fixture.Suite());
    }

    void CheckUnharmed() {
        CHECK_FALSE(fixture.Suite().CheckAlive());
        CHECK(Pids(fixture.Suite()) == pids);
        CheckNothingStored(api, demo, stored);
        const auto path = EntitlementPath(demo.school, "personId=" + demo.pupil, "cijferpad-5");
        CHECK(api.Machine("method-software").Get(path).json.at("entitled") == true);
    }

    /// A batch that is open for parts, so that a part is refused for what it holds.
    std::string OpenBatch(std::int64_t sequence = 2) {
        const auto opened =
            api.Machine("basispoort")
                .Post("/roster-batches", {{"source", "basispoort"}, {"sequence", sequence}, {"kind", "delta"}});
        if (opened.status != 201) FAIL("no batch: " << opened.body);
        return "/roster-batches/" + opened.json.at("id").get<std::string>();
    }

    SuiteFixture fixture;
    Api& api;
    Demo demo;
    nlohmann::json stored;
    std::map<std::string, pid_t> pids;
};

}  // namespace suite::testing
