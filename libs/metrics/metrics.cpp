#include "metrics/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <mutex>
#include <shared_mutex>
#include <unordered_map>

namespace suite::metrics {

namespace {

/// Of one kind. prometheus-cpp would make a new metric for each call and throw it away when there is one.
template <class Metric, class Builder>
class Kind {
  public:
    explicit Kind(Builder (*builder)()) : builder_(builder) {}

    template <class... Arguments>
    Metric& Find(prometheus::Registry& registry, std::string_view name, std::string_view help, const Labels& labels,
                 const Arguments&... arguments) {
        std::string key(name);
        for (const auto& [label, value] : labels) key.append("\n").append(label).append("\n").append(value);
        {
            const std::shared_lock lock(mutex_);
            if (const auto at = metrics_.find(key); at != metrics_.end()) return *at->second;
        }
        const std::unique_lock lock(mutex_);
        auto*& family = families_[std::string(name)];
        if (family == nullptr) family = &builder_().Name(std::string(name)).Help(std::string(help)).Register(registry);
        // Theirs to own, and there for as long as the registry is.
        return *metrics_.insert_or_assign(std::move(key), &family->Add(labels, arguments...)).first->second;
    }

  private:
    Builder (*builder_)();
    std::shared_mutex mutex_;
    std::unordered_map<std::string, Metric*> metrics_;                          // guarded by mutex_
    std::map<std::string, prometheus::Family<Metric>*, std::less<>> families_;  // guarded by mutex_
};

}  // namespace

struct Registry::Impl {
    prometheus::Registry registry;
    Kind<prometheus::Counter, prometheus::detail::Builder<prometheus::Counter>> counters{&prometheus::BuildCounter};
    Kind<prometheus::Gauge, prometheus::detail::Builder<prometheus::Gauge>> gauges{&prometheus::BuildGauge};
    Kind<prometheus::Histogram, prometheus::detail::Builder<prometheus::Histogram>> histograms{
        &prometheus::BuildHistogram};
};

Registry::Registry() : impl_(std::make_unique<Impl>()) {}
Registry::~Registry() = default;

void Registry::Count(std::string_view name, std::string_view help, const Labels& labels, double by) {
    impl_->counters.Find(impl_->registry, name, help, labels).Increment(by);
}

void Registry::Set(std::string_view name, std::string_view help, const Labels& labels, double value) {
    impl_->gauges.Find(impl_->registry, name, help, labels).Set(value);
}

void Registry::Observe(std::string_view name, std::string_view help, const Labels& labels, double seconds) {
    static const prometheus::Histogram::BucketBoundaries kBuckets{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                                  0.1,    0.25,  0.5,    1,     2.5,  5,     10};
    impl_->histograms.Find(impl_->registry, name, help, labels, kBuckets).Observe(seconds);
}

std::string Registry::Text() const { return prometheus::TextSerializer{}.Serialize(impl_->registry.Collect()); }

}  // namespace suite::metrics
