#include "services/licence/app/put_order.hpp"

#include "core/operations.hpp"
#include "core/reasons.hpp"
#include "services/licence/app/seat_steps.hpp"
#include "services/licence/domain/access.hpp"
#include "services/licence/domain/term.hpp"

namespace suite::licence {
namespace {

/// A line that was taken stays taken, whatever the catalogue says since: it can still be changed and cancelled.
Status Offered(CatalogueTx& catalogue, const Licence* known, const Licence& licence) {
    if (known != nullptr && known->kind == licence.kind && known->product_id == licence.product_id) return {};
    SUITE_ASSIGN(const auto product, catalogue.FindProduct(licence.product_id));
    return CanOrder(licence, product ? &*product : nullptr);
}

HistoryEntry Cancelling(const Actor& actor, const Licence& licence, Instant at) {
    return {.at = at,
            .licence = licence.id,
            .subject = Subject::kLicence,
            .action = licence.cancelled ? LinkAction::kTerminate : LinkAction::kResume,
            .how = How::kOrder,
            .role = actor.role,
            .client_id = actor.client_id,
            .reason = std::string(licence.cancelled ? kLineCancelled : kLineRestored)};
}

AuditNote NoteOf(const Actor& actor, SchoolId school, const Licence& licence, bool placed, Instant at) {
    AuditNote note{.school = school,
                   .at = at,
                   .actor = actor,
                   .operation = placed ? operation::kOrderPlaced : operation::kOrderChanged,
                   .object = "licence",
                   .object_id = licence.id.ToString(),
                   .facts = {{"product", licence.product_id}}};
    if (licence.seats) note.facts.push_back({"seats", std::to_string(*licence.seats)});
    return note;
}

}  // namespace

Result<OrderReceipt> PutOrder::operator()(const Actor& actor, const SchoolKey& school, Licence line,
                                          Deadline deadline) const {
    SUITE_RETURN_IF_ERROR(MayWriteOrders(actor));
    if (auto wrong = Validate(line); !wrong.empty()) {
        return Fail({.code = Code::kInvalidArgument,
                     .reason = std::string(reason::kInvalidRequest),
                     .message = "fields of the order line are wrong",
                     .fields = std::move(wrong)});
    }
    const LicenceId fresh = ids_.New<LicenceId>();
    OrderReceipt receipt;
    // The line may be another school's, and then that has to be said.
    SUITE_RETURN_IF_ERROR(store_.Write(SchoolScope::All(), deadline, [&](LicenceTx& tx) -> Status {
        SUITE_ASSIGN(const auto id, tx.Roster().FindSchool(school));
        if (!id) return Fail(Code::kNotFound, reason::kSchoolUnknown, "no such school in the roster");
        SUITE_RETURN_IF_ERROR(tx.Lock(*id));
        SUITE_ASSIGN(const auto known, tx.Licences().FindOrder(line.order_line_id));
        if (known && known->school != *id) {
            return Fail(Code::kFailedPrecondition, reason::kOrderOtherSchool,
                        "the order line belongs to another school");
        }
        Licence licence = TakeOrder(known ? &known->licence : nullptr, line);
        if (!known) licence.id = fresh;
        receipt = {.outcome = OrderOutcome::kUnchanged, .school = *id, .licence = licence.id};
        if (known && known->licence == licence) return {};
        receipt.outcome = known ? OrderOutcome::kChanged : OrderOutcome::kCreated;
        SUITE_RETURN_IF_ERROR(Offered(tx.Catalogue(), known ? &known->licence : nullptr, licence));
        SUITE_RETURN_IF_ERROR(tx.Licences().Save(*id, licence));
        const Instant now = clock_.Now();
        SUITE_RETURN_IF_ERROR(known && known->licence.cancelled != licence.cancelled
                                  ? tx.History().Add(*id, Cancelling(actor, licence, now))
                                  : tx.Audit().Note(NoteOf(actor, *id, licence, !known, now)));
        SUITE_RETURN_IF_ERROR(tx.MappingChanged(*id, now));
        SUITE_RETURN_IF_ERROR(FillSeats(tx, *id, licence, now));
        return tx.Matches().Ask(*id, now);
    }));
    return receipt;
}

}  // namespace suite::licence
