// Batches through the use cases, applied when the test says so.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "care.hpp"
#include "services/roster_sync/app/apply_batch.hpp"
#include "services/roster_sync/app/take_batch.hpp"

namespace suite::roster_sync {

inline const Actor kPusher{.role = Role::kMachine, .client_id = "basispoort", .scopes = {"roster:push"}};

class Batches {
  public:
    explicit Batches(Care& care, ApplyBatchOptions options = {}, ReadStoredLines read = &ParseStored)
        : care_(care),
          take_(care.store, care.clock, care.ids, {}, [] {}),
          apply_(
              care.store, care.clock, care.ids, care.deliver, std::move(read), options, [] {},
              [this](std::int64_t school, const Error& /*why*/) { failed_.push_back(school); }) {}

    /// Opened, with these lines as its only part.
    BatchId Fill(std::int64_t sequence, const std::string& lines, BatchKind kind = BatchKind::kDelta) {
        const auto batch =
            take_.Open(kPusher, {.id = {}, .source = "basispoort", .sequence = sequence, .kind = kind}, Soon());
        REQUIRE(batch);
        auto parsed = ParsePart(lines, 1);
        REQUIRE(parsed);
        Part part{.n = 1, .sha256 = std::to_string(sequence), .records = static_cast<std::int64_t>(parsed->records)};
        for (auto& [school, stored] : parsed->schools) {
            part.chunks.push_back(
                {.basispoort_school_id = school, .lines = std::move(stored.lines), .records = stored.records});
        }
        REQUIRE(take_.Put(kPusher, batch->batch.id, part, Soon()));
        return batch->batch.id;
    }
    /// Commits, and applies whatever waits.
    BatchView Apply(BatchId id) {
        REQUIRE(take_.Commit(kPusher, id, std::nullopt, Soon()));
        while (true) {
            const auto plan = apply_.Next();
            REQUIRE(plan);
            if (!*plan) break;
            std::size_t at = 0;
            const auto next = [&]() -> std::optional<std::int64_t> {
                const auto& schools = (*plan)->schools;
                return at < schools.size() ? std::optional(schools[at++]) : std::nullopt;
            };
            for (bool more = true; more;) {
                const auto some = apply_.Some((*plan)->batch, next);
                REQUIRE(some);
                more = *some;
            }
            REQUIRE(apply_.Finish(**plan));
        }
        return View(id);
    }
    BatchView Push(std::int64_t sequence, const std::string& lines, BatchKind kind = BatchKind::kDelta) {
        return Apply(Fill(sequence, lines, kind));
    }
    BatchView View(BatchId id) {
        const auto view = take_.Get(kPusher, id, Soon());
        REQUIRE(view);
        return *view;
    }
    BatchReport DryRun(BatchId id) {
        auto report = apply_.DryRun(id, Soon());
        REQUIRE(report);
        return std::move(*report);
    }
    std::vector<ImportRejection> Rejections(BatchId id) {
        const auto rejections = take_.Rejections(kPusher, id, {}, 1000, Soon());
        REQUIRE(rejections);
        return *rejections;
    }
    /// The schools that were said to have failed, sorted, since the last call.
    std::vector<std::int64_t> TakeFailed() {
        auto failed = std::exchange(failed_, {});
        std::ranges::sort(failed);
        return failed;
    }

  private:
    Care& care_;
    TakeBatch take_;
    ApplyBatch apply_;
    std::vector<std::int64_t> failed_;
};

}  // namespace suite::roster_sync
