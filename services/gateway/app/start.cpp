#include "services/gateway/app/start.hpp"

#include "core/reasons.hpp"

namespace suite::gateway {
namespace {

constexpr std::string_view kOwnPage = "/";
constexpr std::string_view kSignIn = "/auth/login?returnTo=";

/// Staff come back to the start address from the sign-in, and go on then. The path needs no encoding.
std::string ForStaff(const StartAddress& address, const Visitor& visitor, const std::string& target) {
    if (!visitor.signed_in) return std::string(kSignIn) + WriteStart(address);
    return target.empty() ? std::string(kOwnPage) : target;
}

std::unexpected<Error> NotAtSchool(const StartAddress& address) {
    auto home = address;
    home.route = StartRoute::kHome;
    return Fail({.code = Code::kPermissionDenied,
                 .reason = std::string(reason::kNotAtSchool),
                 .message = "this address works at school only; at home use the home login",
                 .metadata = {{"homeUrl", WriteStart(home)}}});
}

}  // namespace

Result<std::string> Start::TargetOf(const std::string& method, const std::string& product, Deadline deadline) const {
    if (method.empty()) return std::string();
    auto target = catalogue_.UrlOf(method, product, deadline);
    // The catalogue takes no other; should one be there all the same, nobody is sent to it.
    if (target && !target->starts_with("https://")) target->clear();
    return target;
}

Result<std::string> Start::Go(const StartAddress& address, const Visitor& visitor, Deadline deadline) const {
    SUITE_ASSIGN(const auto school, schools_.Find(address.school, deadline));
    SUITE_ASSIGN(const auto target, TargetOf(address.method, address.product, deadline));
    if (address.who == StartWho::kStaff) return ForStaff(address, visitor, target);
    if (OnlyAtSchool(address)) {
        SUITE_ASSIGN(const auto known, addresses_.Of(school.id, deadline));
        if (!IsAtSchool(visitor.address, known)) return NotAtSchool(address);
    }
    const UrlValues values{{"target", target}, {"school", WriteNumber(school.number)}};
    switch (address.route) {
        case StartRoute::kBasispoort:
            return FillUrl(urls_.basispoort, values);
        case StartRoute::kShortcut:
        case StartRoute::kPortal:
        case StartRoute::kBookmark:
            return FillUrl(urls_.pupil, values);
        case StartRoute::kHome:
            return FillUrl(urls_.home, values);
    }
    return Fail(Code::kInternal, reason::kInternal, "a route that nobody thought of");
}

Result<std::vector<StartItem>> Start::List(const SchoolQuestion& question, const std::string& method,
                                           const std::string& product) const {
    if (!question.school || !question.actor.MaySeeSchool(question.school))
        return Fail(Code::kNotFound, reason::kSchoolUnknown, "no such school");
    if (method.empty() && !product.empty()) {
        return Fail({.code = Code::kInvalidArgument,
                     .reason = std::string(reason::kInvalidRequest),
                     .message = "a parameter is missing",
                     .fields = {{"methodId", "is needed with productId"}}});
    }
    SUITE_ASSIGN(const auto school, schools_.Get(question.school, question.deadline));
    SUITE_RETURN_IF_ERROR(TargetOf(method, product, question.deadline));
    std::vector<StartItem> items;
    if (WriteNumber(school.number).empty()) return items;
    for (const auto& kind : StartKinds()) {
        items.push_back({.kind = kind,
                         .path = WriteStart({.route = kind.route,
                                             .who = kind.who,
                                             .school = school.number,
                                             .method = method,
                                             .product = product})});
    }
    return items;
}

}  // namespace suite::gateway
