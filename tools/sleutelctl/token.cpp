#include "tools/sleutelctl/token.hpp"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

#include "core/reasons.hpp"
#include "core/role_name.hpp"
#include "core/text.hpp"
#include "core/time.hpp"
#include "crypto/crypto.hpp"
#include "crypto/jwt.hpp"
#include "services/gateway/domain/client.hpp"
#include "tools/demo/partner.hpp"
#include "tools/sleutelctl/run_file.hpp"

namespace suite::sleutelctl {
namespace {

constexpr std::string_view kBasispoortMark = "bp:";

std::unexpected<Error> Wrong(std::string message) {
    return Fail(Code::kInvalidArgument, reason::kInvalidRequest, std::move(message));
}

Result<Role> ParseRole(const std::string& text) {
    const auto role = RoleNamed(text);
    if (role && *role != Role::kMachine) return *role;
    return Wrong("--role is coordinator, teacher or helpdesk");
}

/// "bp:1001" → 1001; nullopt when it does not begin so; a mistake after that is an error.
Result<std::optional<long long>> BasispoortId(std::string_view text) {
    if (!text.starts_with(kBasispoortMark)) return std::nullopt;
    const auto number = ParseInteger(text.substr(kBasispoortMark.size()));
    if (!number || *number <= 0) return Wrong("after bp: comes a positive number");
    return number;
}

/// "99XX00": BRIN and location.
bool IsBrinWithLocation(std::string_view text) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto letter = [](char c) { return c >= 'A' && c <= 'Z'; };
    return text.size() == 6 && std::ranges::all_of(text.substr(0, 2), digit) &&
           std::ranges::all_of(text.substr(2, 2), letter) && std::ranges::all_of(text.substr(4), digit);
}

Result<std::string> GatewayUrl(const TokenOptions& options) {
    if (!options.url.empty()) return options.url;
    SUITE_ASSIGN(auto run, ReadRunFile(options.data));
    return std::move(run.url);
}

Result<std::string> HelpdeskToken(const TokenOptions& options, const std::string& url) {
    SUITE_ASSIGN(const auto secret, demo::SecretOf(options.data / "dev-clients.json", options.member));
    return demo::AskToken(url, options.member, secret);
}

/// Asks the running gateway, as helpdesk.
class Lookup {
  public:
    explicit Lookup(const TokenOptions& options) : options_(options) {}

    /// Id of the one entry of the list at `path`; NOT_FOUND with `what` when there is none.
    Result<std::string> OnlyId(const std::string& path, const std::string& what) const {
        SUITE_ASSIGN(const auto url, GatewayUrl(options_));
        SUITE_ASSIGN(auto token, HelpdeskToken(options_, url));
        demo::Partner partner(url, std::move(token));
        SUITE_ASSIGN(const auto text, partner.Get(path));
        const auto json = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
        const auto items = json.is_object() ? json.find("items") : json.end();
        if (!json.is_object() || items == json.end() || !items->is_array()) {
            return Fail(Code::kInternal, reason::kInternal, url + " answers no list of ours");
        }
        if (items->size() != 1 || !items->front().is_object())
            return Fail(Code::kNotFound, reason::kNotFound, "no " + what);
        return items->front().value("id", "");
    }

  private:
    const TokenOptions& options_;
};

Result<SchoolId> FindSchool(const std::string& text, const Lookup& lookup) {
    SUITE_ASSIGN(const auto basispoort_id, BasispoortId(text));
    std::string id = text;
    if (basispoort_id) {
        SUITE_ASSIGN(id, lookup.OnlyId("/schools?basispoortId=" + std::to_string(*basispoort_id), "school " + text));
    } else if (IsBrinWithLocation(text)) {
        SUITE_ASSIGN(
            id, lookup.OnlyId("/schools?brin=" + text.substr(0, 4) + "&location=" + text.substr(4), "school " + text));
    }
    const auto school = SchoolId::Parse(id);
    if (!school) return Wrong("--school is an id of ours, bp:NUMBER, or BRIN and location like 99XX00");
    return *school;
}

Result<PersonId> FindPerson(const std::string& text, Role role, SchoolId school, const Lookup& lookup) {
    if (text.empty()) return PersonId{};
    SUITE_ASSIGN(const auto basispoort_id, BasispoortId(text));
    std::string id = text;
    if (basispoort_id) {
        if (!school) return Wrong("--person bp:NUMBER needs --school");
        const char* const list = role == Role::kCoordinator ? "/ict-coordinators" : "/teachers";
        SUITE_ASSIGN(
            id,
            lookup.OnlyId("/schools/" + school.ToString() + list + "?basispoortId=" + std::to_string(*basispoort_id),
                          (role == Role::kCoordinator ? "ICT coordinator " : "teacher ") + text + " at this school"));
    }
    const auto person = PersonId::Parse(id);
    if (!person) return Wrong("--person is an id of ours or bp:NUMBER");
    return *person;
}

}  // namespace

Result<std::string> MakeToken(const TokenOptions& options) {
    SUITE_ASSIGN(const Role role, ParseRole(options.role));
    if (role == Role::kTeacher && options.person.empty()) {
        return Wrong("--person is needed for a teacher: rights depend on the own groups");
    }
    if (role != Role::kHelpdesk && options.school.empty()) return Wrong("--school is needed for this role");
    if (!gateway::IsClientId(options.member))
        return Wrong("--member is a client's id: 1 to 64 letters, digits, '-', '.' or '_'");
    if (role == Role::kHelpdesk) {
        if (options.hours) return Wrong("--hours is not for the helpdesk: the gateway gives its tokens ten minutes");
        SUITE_ASSIGN(const auto url, GatewayUrl(options));
        return HelpdeskToken(options, url);
    }
    const int hours = options.hours.value_or(kTokenHours);
    if (hours < 1 || hours > kMaxTokenHours) return Wrong("--hours is 1 to 24");
    const auto key_file = options.data / "secrets" / "token.key";
    auto key = crypto::LoadKey(key_file, /*create=*/false);
    if (!key) {
        return Fail(Code::kFailedPrecondition, reason::kUnavailable,
                    "no usable key in " + key_file.string() + " (" + key.error().message +
                        "); ./run makes it, --data says where");
    }
    const crypto::TokenSigner signer(std::move(*key));
    const Lookup lookup(options);
    SchoolId school;
    if (!options.school.empty()) {
        SUITE_ASSIGN(school, FindSchool(options.school, lookup));
    }
    SUITE_ASSIGN(const auto person, FindPerson(options.person, role, school, lookup));
    const Actor actor{.role = role, .school = school, .person = person, .client_id = {}, .las = {}};
    return signer.Sign(actor, SystemClock().Now(), std::chrono::hours(hours));
}

}  // namespace suite::sleutelctl
