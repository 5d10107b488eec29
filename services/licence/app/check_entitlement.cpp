#include "services/licence/app/check_entitlement.hpp"

#include <algorithm>

#include "core/reasons.hpp"

namespace suite::licence {
namespace {

Status MayAsk(const Actor& actor) {
    if (actor.role == Role::kMachine && actor.Has("entitlements:read")) return {};
    return Fail(Code::kPermissionDenied, reason::kForbidden, "needs scope entitlements:read");
}

Status NamesProduct(const Check& check) {
    if (!check.product_id.empty()) return {};
    return Fail({.code = Code::kInvalidArgument,
                 .reason = std::string(reason::kInvalidRequest),
                 .message = "a parameter is missing",
                 .fields = {{"productId", "is missing"}}});
}

}  // namespace

Result<Entitlement> CheckEntitlement::operator()(const Actor& actor, const Check& check, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayAsk(actor));
    SUITE_RETURN_IF_ERROR(NamesProduct(check));
    const Date today = DutchDay(clock_.Now());
    SUITE_ASSIGN(const auto known, persons_.One(check.who, today, deadline));
    return Decide(known.facts, *known.mapping, check.product_id, today);
}

Result<std::vector<Result<Entitlement>>> CheckEntitlement::Many(const Actor& actor,
                                                                std::span<const Result<Check>> checks,
                                                                Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayAsk(actor));
    std::vector<AskedPerson> persons;  // each once: a class opens one product after the other
    for (const auto& check : checks) {
        if (check && NamesProduct(*check)) persons.push_back(check->who);
    }
    std::ranges::sort(persons);
    persons.erase(std::ranges::unique(persons).begin(), persons.end());
    const Date today = DutchDay(clock_.Now());
    std::vector<Known> known;
    if (!persons.empty()) {
        SUITE_ASSIGN(known, persons_.Many(persons, today, deadline));
    }

    std::vector<Result<Entitlement>> answers;
    for (const auto& check : checks) {
        if (!check) {
            answers.emplace_back(std::unexpected(check.error()));
        } else if (const auto names = NamesProduct(*check); !names) {
            answers.emplace_back(std::unexpected(names.error()));
        } else {
            const auto at = std::ranges::lower_bound(persons, check->who) - persons.begin();
            const auto& of = known[static_cast<std::size_t>(at)];
            answers.emplace_back(Decide(of.facts, *of.mapping, check->product_id, today));
        }
    }
    return answers;
}

Result<UsableNow> CheckEntitlement::Usable(const Actor& actor, const AskedPerson& who, Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayAsk(actor));
    const Date today = DutchDay(clock_.Now());
    SUITE_ASSIGN(const auto known, persons_.One(who, today, deadline));
    UsableNow usable{.products = UsableProducts(known.facts, *known.mapping, today)};
    if (const auto out = RuledOut(known.facts, today)) usable.ruled_out = out->reason;
    return usable;
}

}  // namespace suite::licence
