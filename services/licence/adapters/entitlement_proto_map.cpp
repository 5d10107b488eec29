#include "services/licence/adapters/entitlement_proto_map.hpp"

#include "core/reasons.hpp"

namespace suite::licence {
namespace {

v1::EntitlementReason ToWire(Reason reason) {
    switch (reason) {
        case Reason::kGroupLicence:
            return v1::ENTITLEMENT_REASON_GROUP_LICENCE;
        case Reason::kSchoolUnknown:
            return v1::ENTITLEMENT_REASON_SCHOOL_UNKNOWN;
        case Reason::kSchoolInactive:
            return v1::ENTITLEMENT_REASON_SCHOOL_INACTIVE;
        case Reason::kConsentWithdrawn:
            return v1::ENTITLEMENT_REASON_CONSENT_WITHDRAWN;
        case Reason::kPersonUnknown:
            return v1::ENTITLEMENT_REASON_PERSON_UNKNOWN;
        case Reason::kPersonInactive:
            return v1::ENTITLEMENT_REASON_PERSON_INACTIVE;
        case Reason::kStaffEnded:
            return v1::ENTITLEMENT_REASON_STAFF_ENDED;
        case Reason::kNoLicence:
            return v1::ENTITLEMENT_REASON_NO_LICENCE;
        case Reason::kLicenceNotStarted:
            return v1::ENTITLEMENT_REASON_LICENCE_NOT_STARTED;
        case Reason::kLicenceEnded:
            return v1::ENTITLEMENT_REASON_LICENCE_ENDED;
        case Reason::kLicenceCancelled:
            return v1::ENTITLEMENT_REASON_LICENCE_CANCELLED;
        case Reason::kGroupNotLinked:
            return v1::ENTITLEMENT_REASON_GROUP_NOT_LINKED;
        case Reason::kPupilLink:
            return v1::ENTITLEMENT_REASON_PUPIL_LINK;
        case Reason::kSeat:
            return v1::ENTITLEMENT_REASON_SEAT;
        case Reason::kSeatNotAssigned:
            return v1::ENTITLEMENT_REASON_SEAT_NOT_ASSIGNED;
        case Reason::kPupilsOnly:
            return v1::ENTITLEMENT_REASON_PUPILS_ONLY;
    }
    return v1::ENTITLEMENT_REASON_UNSPECIFIED;
}

v1::ExplanationQuestion ToWire(Question question) {
    switch (question) {
        case Question::kSchoolKnown:
            return v1::EXPLANATION_QUESTION_SCHOOL_KNOWN;
        case Question::kSchoolActive:
            return v1::EXPLANATION_QUESTION_SCHOOL_ACTIVE;
        case Question::kConsent:
            return v1::EXPLANATION_QUESTION_CONSENT;
        case Question::kPersonKnown:
            return v1::EXPLANATION_QUESTION_PERSON_KNOWN;
        case Question::kPersonActive:
            return v1::EXPLANATION_QUESTION_PERSON_ACTIVE;
        case Question::kWithinEndDate:
            return v1::EXPLANATION_QUESTION_WITHIN_END_DATE;
        case Question::kLicence:
            return v1::EXPLANATION_QUESTION_LICENCE;
        case Question::kNotCancelled:
            return v1::EXPLANATION_QUESTION_NOT_CANCELLED;
        case Question::kNotEnded:
            return v1::EXPLANATION_QUESTION_NOT_ENDED;
        case Question::kLinked:
            return v1::EXPLANATION_QUESTION_LINKED;
        case Question::kStarted:
            return v1::EXPLANATION_QUESTION_STARTED;
        case Question::kIcon:
            return v1::EXPLANATION_QUESTION_ICON;
    }
    return v1::EXPLANATION_QUESTION_UNSPECIFIED;
}

template <class Request>
PersonKey KeyOf(const Request& request) {
    if (request.has_basispoort_id()) return std::int64_t{request.basispoort_id()};
    if (!request.eck_id().empty()) return request.eck_id();
    // An id that is none of ours is a person we do not know, which is an answer, not an error.
    return PersonId::ParseOrNone(request.person_id());
}

/// The fields that every request about one person has.
template <class Request>
Result<AskedPerson> ReadPerson(const Request& request) {
    const int ways = (request.person_id().empty() ? 0 : 1) + (request.eck_id().empty() ? 0 : 1) +
                     (request.has_basispoort_id() ? 1 : 0);
    if (ways != 1) {
        return Fail({.code = Code::kInvalidArgument,
                     .reason = std::string(reason::kInvalidRequest),
                     .message = "fields are wrong",
                     .fields = {{"personId", "needs exactly one of personId, eckId, basispoortId"}}});
    }
    return AskedPerson{.school = SchoolId::ParseOrNone(request.school_id()), .person = KeyOf(request)};
}

}  // namespace

Result<Check> ReadCheck(const v1::CheckEntitlementRequest& request) {
    SUITE_ASSIGN(auto who, ReadPerson(request));
    return Check{.who = std::move(who), .product_id = request.product_id()};
}

Result<AskedPerson> ReadAsked(const v1::ListEntitledProductsRequest& request) { return ReadPerson(request); }

void Write(const Entitlement& entitlement, v1::Entitlement& out) {
    out.set_entitled(entitlement.Entitled());
    out.set_reason(ToWire(entitlement.reason));
    if (entitlement.licence) out.set_licence_id(entitlement.licence->ToString());
    if (entitlement.until) out.set_until(entitlement.until->ToString());
}

void Write(const Error& error, v1::CheckError& out) {
    out.set_code(error.reason);
    if (!error.fields.empty()) out.set_pointer(error.fields.front().pointer);
    out.set_message(error.fields.empty() ? error.message : error.fields.front().message);
}

void Write(const UsableNow& usable, v1::ListEntitledProductsResponse& out) {
    if (usable.ruled_out) out.set_ruled_out(ToWire(*usable.ruled_out));
    for (const auto& [product_id, entitlement] : usable.products) {
        auto& item = *out.add_items();
        item.set_product_id(product_id);
        item.set_reason(ToWire(entitlement.reason));
        item.set_licence_id(entitlement.licence->ToString());
        item.set_until(entitlement.until->ToString());
    }
}

void Write(const ProductsOfPerson& products, v1::ListPersonProductsResponse& out) {
    if (products.ruled_out) out.set_ruled_out(ToWire(*products.ruled_out));
    for (const auto& [product, title] : products.products) {
        auto& item = *out.add_items();
        item.set_product_id(product.product_id);
        item.set_title(title);
        item.set_reason(ToWire(product.entitlement.reason));
        item.set_licence_id(product.entitlement.licence->ToString());
        item.set_until(product.entitlement.until->ToString());
    }
}

void Write(const ExplainedEntitlement& explained, v1::Explanation& out) {
    const auto& answer = explained.answer;
    const auto& explanation = explained.explanation;
    out.set_entitled(answer.Entitled());
    out.set_reason(ToWire(answer.reason));
    if (answer.licence) {
        out.set_licence_id(answer.licence->ToString());
        out.set_licence_title(explained.licence_title);
    }
    if (answer.until) out.set_until(answer.until->ToString());
    for (const auto& [question, passed, text] : explanation.steps) {
        auto& to = *out.add_steps();
        to.set_step(ToWire(question));
        to.set_passed(passed);
        to.set_text(text.nl);
        to.set_text_en(text.en);
    }
    out.set_cause(explanation.cause.nl);
    out.set_cause_en(explanation.cause.en);
    if (explanation.action) {
        out.set_action(explanation.action->nl);
        out.set_action_en(explanation.action->en);
    }
    if (explanation.link) out.set_link(*explanation.link);
}

}  // namespace suite::licence
