#include "metrics/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <mutex>
#include <shared_mutex>

namespace suite::metrics {

struct Registry::Impl {
    prometheus::Registry registry;
    mutable std::shared_mutex mutex;
    std::map<std::string, prometheus::Family<prometheus::Counter>*, std::less<>> counters;      // guarded by mutex
    std::map<std::string, prometheus::Family<prometheus::Gauge>*, std::less<>> gauges;          // guarded by mutex
    std::map<std::string, prometheus::Family<prometheus::Histogram>*, std::less<>> histograms;  // guarded by mutex

    template <class Metric, class Build>
    prometheus::Family<Metric>& Find(std::map<std::string, prometheus::Family<Metric>*, std::less<>>& families,
                                     std::string_view name, std::string_view help, Build build) {
        {
            const std::shared_lock lock(mutex);
            if (const auto it = families.find(name); it != families.end()) return *it->second;
        }
        const std::unique_lock lock(mutex);
        auto& family = families[std::string(name)];
        if (family == nullptr) family = &build().Name(std::string(name)).Help(std::string(help)).Register(registry);
        return *family;
    }
};

Registry::Registry() : impl_(std::make_unique<Impl>()) {}
Registry::~Registry() = default;

void Registry::Count(std::string_view name, std::string_view help, const Labels& labels, double by) {
    impl_->Find(impl_->counters, name, help, prometheus::BuildCounter).Add(labels).Increment(by);
}

void Registry::Set(std::string_view name, std::string_view help, const Labels& labels, double value) {
    impl_->Find(impl_->gauges, name, help, prometheus::BuildGauge).Add(labels).Set(value);
}

void Registry::Observe(std::string_view name, std::string_view help, const Labels& labels, double seconds) {
    static const prometheus::Histogram::BucketBoundaries kBuckets{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                                  0.1,    0.25,  0.5,    1,     2.5,  5,     10};
    impl_->Find(impl_->histograms, name, help, prometheus::BuildHistogram).Add(labels, kBuckets).Observe(seconds);
}

std::string Registry::Text() const { return prometheus::TextSerializer{}.Serialize(impl_->registry.Collect()); }

}  // namespace suite::metrics
