//! Access of points handed over one by one, so that nothing grows with their number. What is computed
//! is what [`At::services`] computes; only what is kept differs.

use super::access::{At, question, shares};
use super::readings::{Kind, Lens, Open, Steps, View, open_during, rows_of};
use crate::diagnostics::Error;
use crate::routing::job::{Job, Kept, Status};
use crate::units::LonLat;

impl At<'_> {
    /// Works through some points in the place of the homes; `take` gets, in the order of the points, each
    /// point's values by reading and statuses by service, as in [`super::access::Slice`]. Who competes for
    /// what is offered (2SFCA) is always the study's homes, searched first.
    ///
    /// # Errors
    /// A date outside every feed's calendar; those of `take`, which stops the work.
    pub(in crate::run) fn stream(
        &self,
        points: &[LonLat],
        mut take: impl FnMut(usize, Vec<f64>, Vec<Status>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let (study, inputs, readings) = (self.study, self.inputs, self.readings);
        let (slot, persona) = (&study.slots[self.slot], &study.personas[self.persona]);
        let services: Vec<usize> = (0..study.services.len())
            .filter(|&x| study.services[x].slots.contains(&self.slot))
            .collect();
        let (rows, first_row) = rows_of(inputs, &services);
        let from =
            |points: &[LonLat]| Job::new(self.network, question(persona, slot), points, &rows);
        let job = from(points)?;
        let all = Steps {
            first: 0,
            len: job.steps(),
        };
        let open: Vec<Vec<Open>> = (inputs.services.iter())
            .map(|data| open_during(data, slot.date, &slot.window, persona.traveller.max_trip.0))
            .collect();
        let lens = |x: usize| Lens {
            usual: study.usual,
            service: &study.services[x],
            data: &inputs.services[x],
            first_row: first_row[x],
            open: &open[x],
            window: &slot.window,
        };
        let competes = (readings.iter())
            .any(|r| matches!(r.kind, Kind::TwoStep(..)) && services.contains(&r.service));
        let shares = if competes {
            let everybody = from(&inputs.homes.positions)?;
            shares(inputs, &everybody, readings, &services, &lens, all)?
        } else {
            readings.iter().map(|_| None).collect()
        };
        job.for_each_origin(
            Kept::PerOrigin,
            |origin, times| {
                let mut view = View::default();
                let mut values = vec![f64::NAN; readings.len()];
                let linked = job.origin_links()[origin].is_some();
                let missing = if linked {
                    Status::Ok
                } else {
                    Status::NotLinked
                };
                let mut status = vec![missing; study.services.len()];
                for &x in services.iter().filter(|_| linked) {
                    let lens = lens(x);
                    lens.look(times, all, &mut view);
                    for (r, reading) in readings.iter().enumerate().filter(|(_, r)| r.service == x)
                    {
                        values[r] = lens.value(&view, &reading.kind, all, shares[r].as_ref());
                        if r == self.main[x] {
                            let why = job.why_origin(origin, times.rode);
                            status[x] = lens.status(&view, values[r], why);
                        }
                    }
                }
                (values, status)
            },
            |point, (values, status)| take(point, values, status),
        )
    }
}
