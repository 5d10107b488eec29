// Problems that are parts of an answer: the service names the reason, the texts are the gateway's.
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <suite/common/v1/common.pb.h>
#include <suite/licence/v1/entitlement_service.pb.h>

#include "services/gateway/field_texts.hpp"
#include "services/gateway/problem.hpp"

namespace suite::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

void Fill(common::v1::Problem& problem, Language language) {
    const auto& text = TextFor(problem.code());
    problem.set_title(std::string(language == Language::kDutch ? text.title_nl : text.title_en));
    problem.set_detail(std::string(language == Language::kDutch ? text.detail_nl : text.title_en));
}

/// The service said it in English, of the field when it is about one.
void Fill(licence::v1::CheckError& error, Language language) {
    if (language != Language::kDutch) return;
    error.set_message(error.pointer().empty() ? std::string(TextFor(error.code()).title_nl)
                                              : FieldTextIn(language, error.message()));
}

}  // namespace

// An answer's type never contains itself (proto_json needs that too), so this ends.
bool HoldsProblems(const Descriptor& type) {
    if (&type == common::v1::Problem::descriptor() || &type == licence::v1::CheckError::descriptor()) return true;
    for (int i = 0; i < type.field_count(); ++i) {
        const auto* inner = type.field(i)->message_type();
        if (inner != nullptr && HoldsProblems(*inner)) return true;
    }
    return false;
}

void FillProblems(Message& answer, Language language) {
    if (answer.GetDescriptor() == common::v1::Problem::descriptor()) {
        Fill(static_cast<common::v1::Problem&>(answer), language);
        return;
    }
    if (answer.GetDescriptor() == licence::v1::CheckError::descriptor()) {
        Fill(static_cast<licence::v1::CheckError&>(answer), language);
        return;
    }
    const auto* reflection = answer.GetReflection();
    std::vector<const FieldDescriptor*> present;
    reflection->ListFields(answer, &present);
    for (const auto* field : present) {
        if (field->message_type() == nullptr || !HoldsProblems(*field->message_type())) continue;
        if (!field->is_repeated()) {
            FillProblems(*reflection->MutableMessage(&answer, field), language);
            continue;
        }
        for (int i = 0; i < reflection->FieldSize(answer, field); ++i)
            FillProblems(*reflection->MutableRepeatedMessage(&answer, field, i), language);
    }
}

}  // namespace suite::gateway
