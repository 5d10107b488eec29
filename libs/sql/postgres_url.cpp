// What a PostgreSQL URL says, and what we add to it.
#include <fmt/format.h>
#include <libpq-fe.h>

#include <map>

#include "core/reasons.hpp"
#include "core/text.hpp"
#include "core/this_machine.hpp"
#include "sql/admin.hpp"
#include "sql/backend.hpp"
#include "sql/postgres_limits.hpp"

namespace suite::sql {
namespace {

std::string PercentEncode(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

using Parameters = std::map<std::string, std::string>;

Parameters ParseUrl(const std::string& url) {
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> parsed(PQconninfoParse(url.c_str(), nullptr),
                                                                              &PQconninfoFree);
    // libpq's reason may hold the password.
    if (parsed == nullptr) throw Bug("the PostgreSQL URL cannot be read");
    Parameters parameters;
    for (const PQconninfoOption* option = parsed.get(); option->keyword != nullptr; ++option) {
        if (option->val != nullptr) parameters.emplace(option->keyword, option->val);
    }
    return parameters;
}

/// A URI without authority: SOCI cuts key=value forms at spaces, even quoted ones, and adds '=' to a URI that has none.
std::string MakeUrl(const Parameters& parameters) {
    std::string url = "postgresql://";
    char separator = '?';
    for (const auto& [key, value] : parameters) {
        url += fmt::format("{}{}={}", separator, key, PercentEncode(value));
        separator = '&';
    }
    return url;
}

/// Another machine is spoken to by TLS, with a certificate that is looked at: what goes over is children's data.
void CheckTransport(const Parameters& parameters) {
    const auto text = [&](const char* name) {
        const auto at = parameters.find(name);
        return at == parameters.end() ? std::string() : at->second;
    };
    const auto mode = text("sslmode");
    if (mode == "verify-full" || mode == "verify-ca") return;
    // Several may be named, to be tried in turn; an empty one is the socket.
    const auto hosts = text("hostaddr").empty() ? text("host") : text("hostaddr");
    for (const auto host : Split(hosts, ',')) {
        if (host.empty() || host.starts_with('/') || host.starts_with('@') || IsThisMachine(host)) continue;
        throw Failure{
            .error = {.code = Code::kFailedPrecondition,
                      .reason = std::string(reason::kInternal),
                      .message = std::string(host) + " is not on this machine: sslmode=verify-full is needed"}};
    }
}

}  // namespace

std::string PostgresConninfo(const DatabaseOptions& options) {
    Parameters parameters = ParseUrl(options.url);
    CheckTransport(parameters);
    // Only where the operator has not chosen: a dead server is noticed within seconds, not after TCP's two hours.
    parameters.emplace("connect_timeout", "3");
    parameters.emplace("tcp_user_timeout", "5000");
    parameters.emplace("keepalives_idle", "10");
    parameters.emplace("application_name", options.schema.empty() ? "sleutelbos" : options.schema);
    parameters.insert_or_assign("client_encoding", "UTF8");
    std::string& settings = parameters["options"];
    // First, so that the operator's own choice wins. The planner's defaults are those of a spinning disk: looking up
    // 200 keys in an index seemed dearer than reading the table of all pupils, with helpers on every core.
    settings.insert(0, "-c random_page_cost=1.1 -c max_parallel_workers_per_gather=0 ");
    settings += fmt::format(
        " -c statement_timeout={} -c lock_timeout={} -c idle_in_transaction_session_timeout={} -c "
        "client_min_messages=warning",
        Milliseconds(options.statement_timeout), Milliseconds(LockTimeout(options.statement_timeout)),
        Milliseconds(kIdleInTransaction));
    if (!options.schema.empty()) settings += " -c search_path=" + options.schema;
    return MakeUrl(parameters);
}

Result<std::string> WithDatabase(const std::string& postgres_url, const std::string& database) {
    try {
        Parameters parameters = ParseUrl(postgres_url);
        parameters.insert_or_assign("dbname", database);
        return MakeUrl(parameters);
    } catch (Failure& failure) {
        return Fail(std::move(failure.error));
    }
}

}  // namespace suite::sql
