#include "services/licence/app/check_entitlement.hpp"

#include "core/reasons.hpp"

namespace suite::licence {

Result<Entitlement> CheckEntitlement::operator()(const Actor& actor, SchoolId school, const PersonKey& person,
                                                 const std::string& product_id, Deadline deadline) const {
    if (actor.role != Role::kMachine || !actor.Has("entitlements:read")) {
        return Fail(Code::kPermissionDenied, reason::kForbidden, "needs scope entitlements:read");
    }
    if (product_id.empty()) {
        return Fail({.code = Code::kInvalidArgument,
                     .reason = std::string(reason::kInvalidRequest),
                     .message = "a parameter is missing",
                     .fields = {{"productId", "is missing"}}});
    }
    const Date today = DutchDay(clock_.Now());
    SUITE_ASSIGN(const SchoolFacts facts, store_.Facts(school, person, deadline));
    if (const auto out = RuledOut(facts, today)) return *out;
    if (const auto cached = cache_.Get(school, product_id, facts.licence_version)) return Decide(facts, *cached, today);
    SUITE_ASSIGN(const ProductMapping mapping, store_.Mapping(school, product_id, deadline));
    // A cache that cannot keep it costs the next asker time, nothing else.
    static_cast<void>(cache_.Put(school, product_id, mapping));
    return Decide(facts, mapping, today);
}

}  // namespace suite::licence
