// bench-edexml: how long the largest EDEXML file takes, an honest one and those made to hurt. docs/benchmarks.md has a
// run.
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "roster/apply.hpp"
#include "services/roster_sync/adapters/edexml.hpp"
#include "services/roster_sync/domain/diff.hpp"

namespace {

using namespace suite::roster_sync;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kMiB = 1U << 20U;

class CountingIds final : public suite::IdSource {
  public:
    std::int64_t Next() override { return ++last_; }

  private:
    std::int64_t last_ = 0;
};

/// Repeats `record` until the file is full; `number` differs each time.
using Records = std::function<std::string(std::size_t number)>;

std::string Fill(std::string text, std::size_t bytes, const Records& record, const std::string& end) {
    text.reserve(bytes + kMiB);
    for (std::size_t i = 0; text.size() + end.size() < bytes; ++i) text += record(i);
    return text + end;
}

const std::string kHead =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<EDEX>\n<school><schooljaar>2026-2027</schooljaar><brincode>99XX"
    "</brincode><aanmaakdatum>2026-08-20T10:00:00</aanmaakdatum><xsdversie>2.1</xsdversie></school>\n";
const std::string kEnd = "</leerlingen>\n</EDEX>\n";

std::string Groups(std::size_t count) {
    std::string text = "<groepen>\n";
    for (std::size_t i = 0; i < count; ++i) {
        text += fmt::format("<groep key=\"G{}\"><naam>Groep {}</naam><jaargroep>8</jaargroep></groep>\n", i, i);
    }
    return text + "</groepen>\n";
}

/// As exports are: most of a pupil's elements are not kept.
std::string Pupil(std::size_t i, std::size_t groups) {
    return fmt::format(
        "<leerling key=\"{0}\" eckid=\"https://ketenid.test/{0:016}\">\n<achternaam>Voorbeeld{0}</achternaam>\n"
        "<voorvoegsel>van der</voorvoegsel>\n<voornamen>Aatje Maria</voornamen>\n<roepnaam>Aatje</roepnaam>\n"
        "<geboortedatum>2018-01-02</geboortedatum>\n<geslacht>2</geslacht>\n<groep key=\"G{1}\"/>\n"
        "<land>NL</land>\n<gewicht_nieuw>0</gewicht_nieuw>\n<postcodenl>1234AB</postcodenl>\n"
        "<instroomdatum>2022-08-22</instroomdatum>\n<mutatiedatum>2026-08-20T10:00:00</mutatiedatum>\n</leerling>\n",
        i, i % groups);
}

struct Case {
    const char* name;
    std::function<std::string(std::size_t bytes)> file;
    std::function<std::string(std::size_t bytes)> next{};  // a second file for the same school
};

std::vector<Case> Cases() {
    const auto pupils = [](std::size_t groups, std::size_t from = 0) {
        return [=](std::size_t bytes) {
            return Fill(
                kHead + Groups(groups) + "<leerlingen>\n", bytes,
                [=](std::size_t i) { return Pupil(from + i, groups); }, kEnd);
        };
    };
    const auto repeated = [](const char* record) {
        return [=](std::size_t bytes) {
            return Fill(kHead + "<leerlingen>\n", bytes, [=](std::size_t) { return record; }, kEnd);
        };
    };
    const auto staff = [](std::size_t shift) {
        return [=](std::size_t bytes) {
            return Fill(
                kHead +
                    "<leerlingen><leerling key=\"1\"><roepnaam>A</roepnaam></leerling></leerlingen>"
                    "<leerkrachten>\n",
                bytes,
                [=](std::size_t i) {
                    return fmt::format(
                        "<leerkracht key=\"L{}\"><achternaam>Jansen</achternaam><emailadres>box{}"
                        "@school.test</emailadres><toevoegingen>{:>120}</toevoegingen></leerkracht>\n",
                        i + shift, i + 2 * shift, "");
                },
                "</leerkrachten></EDEX>");
        };
    };
    return {
        {"pupils in 20 groups", pupils(20), pupils(20)},
        {"pupils in 20,000 groups", pupils(20000), pupils(20000)},
        {"the next year all others, in August", pupils(20000), pupils(20000, 10'000'000)},
        {"a chain of e-mail addresses", staff(0), staff(1)},
        {"one key for all", repeated("<leerling key=\"1\"><roepnaam>A</roepnaam></leerling>\n")},
        {"pupils of nothing", repeated("<leerling/>")},
        {"unknown elements only", repeated("<a/>")},
        {"line ends only", repeated("\n")},
        {"one text", [](std::size_t bytes) { return kHead + "<leerlingen>" + std::string(bytes, 'x') + kEnd; }},
        {"nested all the way", repeated("<a>")},
        {"attributes of one element",
         [](std::size_t bytes) {
             return Fill(
                 kHead + "<leerlingen><leerling", bytes, [](std::size_t i) { return fmt::format(" a{}=\"\"", i); },
                 "/>" + kEnd);
         }},
        {"references to an entity of entities",
         [](std::size_t bytes) {
             return "<!DOCTYPE EDEX [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>" + kHead +
                    std::string(bytes, ' ') + "&b;" + kEnd;
         }},
    };
}

double Milliseconds(Clock::time_point since) {
    return std::chrono::duration<double, std::milli>(Clock::now() - since).count();
}

void Run(const Case& wanted, std::size_t bytes) {
    suite::roster::SchoolState state;
    state.school = {.id = suite::SchoolId{1}, .name = "De Regenboog", .brin = "99XX", .location = "00"};
    CountingIds ids;
    for (const auto* make : {&wanted.file, &wanted.next}) {
        if (!*make) continue;
        const auto text = (*make)(bytes);
        auto started = Clock::now();
        const auto file = ParseEdexml(text);
        const auto parse = Milliseconds(started);
        fmt::print("| {}{} | {} | {:.0f} |", wanted.name, make == &wanted.next ? ", again" : "", text.size() / kMiB,
                   parse);
        if (!file) {
            fmt::print(" - | - | - | {} (line {}) |", file.error().message, file.error().metadata.at("line"));
        } else {
            started = Clock::now();
            const auto result = Diff(state, file->roster,
                                     {.kind = BatchKind::kSnapshot,
                                      .source = Source::kEdexml,
                                      .today = suite::Date::Parse("2026-08-21").value(),
                                      .guard = {.enabled = false}},
                                     ids);
            fmt::print(" {:.0f} | {} | {} |  |", Milliseconds(started),
                       result.changes.pupils.size() + result.changes.staff.size() + result.changes.groups.size(),
                       result.rejections.size());
            suite::roster::Apply(state, result.changes);
        }
        rusage use{};
        getrusage(RUSAGE_SELF, &use);
        fmt::print(" {} |\n", use.ru_maxrss / 1024);
        std::fflush(stdout);
    }
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("How long the largest EDEXML file takes to read and to compare with a school");
    std::size_t mebibytes = 50;
    app.add_option("--size", mebibytes, "MiB of each file");
    CLI11_PARSE(app, argc, argv);
    fmt::print("| file | MiB | read ms | diff ms | changed | rejected | refused | peak MiB |\n");
    fmt::print("|---|---|---|---|---|---|---|---|\n");
    std::fflush(stdout);
    for (const auto& wanted : Cases()) {
        // A process each, because a peak is never forgotten.
        const pid_t child = fork();
        if (child == 0) {
            Run(wanted, mebibytes * kMiB);
            std::_Exit(0);
        }
        int status = 0;
        if (child < 0 || waitpid(child, &status, 0) < 0 || status != 0) return 1;
    }
    return 0;
}
