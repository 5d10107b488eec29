// What every operation that changes something leaves in the audit log, and requests of a test that are held to it.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "tests/functional/support/steps.hpp"

namespace suite::testing {

/// Of one operation that is no GET.
struct Leaves {
    std::string_view operation;  // "PUT /orders/{orderLineId}"
    std::string_view entries;    // their operations, in the order in which they are written; none: `why`
    std::string_view why{};
    bool of_publisher = false;  // concerns no school: in the publisher's own chain
};
[[nodiscard]] std::span<const Leaves> AllLeaves();

/// A suite with the demonstration, to which requests are sent, each with a number of its own.
class ChangeWalk {
  public:
    explicit ChangeWalk(sql::Dialect dialect);

    /// `operation` is done, on `path` filled: what it leaves is expected. `body`: JSON, or a text of `type`.
    nlohmann::json Does(Caller& caller, std::string_view operation, const std::string& path,
                        const nlohmann::json& body = nullptr, const std::string& type = std::string(kJson));
    /// Only tried, with what that shows: the POST leaves the gateway's `entry` and nothing else.
    void Tries(Caller& caller, const std::string& entry, const std::string& path, const nlohmann::json& body,
               const std::string& type);
    /// Changes nothing, because it was so before; leaves nothing.
    void Idle(Caller& caller, const std::string& method, const std::string& path, const nlohmann::json& body = nullptr,
              const std::string& type = std::string(kJson));
    /// Is refused; leaves nothing.
    void Refused(Caller& caller, const std::string& method, const std::string& path,
                 const nlohmann::json& body = nullptr, const std::string& type = std::string(kJson));

    /// Of all four databases: each operation was done, with its entries by who did it, and nothing else left any.
    void CheckLogs();

    [[nodiscard]] Caller& Coordinator() { return api.Coordinator(demo.school, demo.coordinator); }
    [[nodiscard]] std::string School(const std::string& rest = {}) const { return "/schools/" + demo.school + rest; }
    [[nodiscard]] std::string Licence(const std::string& line, const std::string& rest = {}) const {
        return School("/licences/" + demo.licences.at(line) + rest);
    }

    SuiteFixture fixture;
    Api& api;
    Demo demo;

  private:
    static constexpr std::string_view kJson = "application/json";

    std::pair<std::string, Answer> Send(Caller& caller, const std::string& method, const std::string& path,
                                        const nlohmann::json& body, const std::string& type);

    std::map<std::string, const Leaves*> done_;  // by request
    std::map<std::string, std::string> tried_;   // entry by request
    std::set<std::string> silent_;
    int requests_ = 0;
};

}  // namespace suite::testing
