#include "services/licence/domain/catalogue.hpp"

#include <algorithm>
#include <array>

#include "core/reasons.hpp"
#include "core/text.hpp"
#include "roster/roster.hpp"

namespace suite::licence {
namespace {

class Checks {
  public:
    void Check(bool right, std::string pointer, const char* message) {
        if (!right) wrong_.push_back({std::move(pointer), message});
    }
    void Name(const std::string& text, const char* pointer, std::size_t most, const char* message) {
        Check(!Trim(text).empty() && CodePoints(text) <= most, pointer, message);
    }
    std::vector<FieldViolation> Take() { return std::move(wrong_); }

  private:
    std::vector<FieldViolation> wrong_;
};

constexpr const char* kCode = "must be 1 to 64 letters, digits, '-', '_' or '.'";
constexpr const char* kHttps = "must be an https address of at most 1000 characters";

/// Standard base64 (RFC 4648 §4) with padding, at least four characters.
bool IsBase64(std::string_view text) {
    if (text.empty() || text.size() % 4 != 0) return false;
    for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
    return std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
    });
}

bool IsIcon(std::string_view text) {
    constexpr std::array<std::string_view, 2> kTypes{"image/svg+xml,", "image/png,"};
    if (text.size() > kLargestIcon) return false;
    return std::ranges::any_of(kTypes,
                               [&](auto type) { return text.starts_with(type) && IsBase64(text.substr(type.size())); });
}

}  // namespace

bool IsHttpsUrl(std::string_view text) {
    constexpr std::string_view kScheme = "https://";
    if (text.size() > kLongestUrl || !text.starts_with(kScheme)) return false;
    // What a browser or a page could read otherwise than we do has no place in an address that a child clicks.
    const auto plain = [](char c) { return c > ' ' && c < '\x7f' && c != '"' && c != '<' && c != '>' && c != '\\'; };
    if (!std::ranges::all_of(text, plain)) return false;
    text.remove_prefix(kScheme.size());
    const auto authority = text.substr(0, text.find_first_of("/?#"));
    const auto host = authority.substr(0, authority.find(':'));
    const auto port = host.size() == authority.size() ? std::string_view() : authority.substr(host.size() + 1);
    const bool has_port = host.size() != authority.size();
    const auto number = has_port ? ParseInteger(port) : std::optional<long long>(443);
    const bool named =
        !host.empty() && !host.starts_with('.') && !host.starts_with('-') && !host.ends_with('-') &&
        host.find("..") == std::string_view::npos && std::ranges::all_of(host, [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
        });
    return named && number && *number >= 1 && *number <= 65535;
}

std::vector<FieldViolation> Validate(const Method& method) {
    Checks checks;
    checks.Check(IsCode(method.id), "methodId", kCode);
    checks.Name(method.name, "/name", 200, "must be 1 to 200 characters");
    checks.Name(method.subject, "/subject", 100, "must be 1 to 100 characters");
    checks.Check(!method.url || IsHttpsUrl(*method.url), "/url", kHttps);
    checks.Check(!method.icon || IsIcon(*method.icon), "/icon",
                 "must be 'image/svg+xml,' or 'image/png,' with base64, at most 65536 characters");
    return checks.Take();
}

std::vector<FieldViolation> Validate(const Product& product) {
    Checks checks;
    checks.Check(IsCode(product.id), "productId", kCode);
    checks.Check(IsCode(product.method_id), "/methodId", kCode);
    checks.Name(product.name, "/name", 200, "must be 1 to 200 characters");
    checks.Check(product.year_groups.size() <= 22, "/yearGroups", "must have at most 22 items");
    for (std::size_t i = 0; i < product.year_groups.size(); ++i) {
        const auto& code = product.year_groups[i];
        const auto pointer = "/yearGroups/" + std::to_string(i);
        checks.Check(roster::IsYearGroup(code), pointer, "is not a year group");
        checks.Check(std::ranges::count(product.year_groups, code) == 1, pointer, "is named twice");
    }
    checks.Check(product.for_groups || product.for_pupils, "/kinds", "must name group, pupil or both");
    checks.Check(IsHttpsUrl(product.url), "/url", kHttps);
    return checks.Take();
}

Status CanOrder(const Licence& line, const Product* product) {
    if (product == nullptr || product->Offers(line.kind)) return {};
    return Fail(
        {.code = Code::kFailedPrecondition,
         .reason = std::string(reason::kLicenceKindNotOffered),
         .message = line.kind == LicenceKind::kPupil ? "the product has no licences per pupil"
                                                     : "the product has no licences per group",
         .metadata = {{"product", product->name}, {"offered", product->for_groups ? "per groep" : "per kind"}}});
}

}  // namespace suite::licence
