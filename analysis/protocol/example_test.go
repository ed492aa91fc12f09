package protocol

// ketamine is a protocol that uses every key.
const ketamine = `review: Intravenous ketamine for depression
profile: grove-2026
data: {studies: studies.csv, arms: arms.csv, contrasts: {file: contrasts.csv, layout: wide}}
model: {prediction: hts}
figure: {style: bmj, width: 120, digits: 2, dpi: 600, sort: year}
analyses:
  - id: response-acute
    title: Response within four days of the first dose
    question: Does ketamine bring a response?
    outcome: response
    time: {at: 24, from: 20, to: 96, unit: h}
    compare: {experimental: [ketamine], control: [saline, midazolam]}
    prefer: {scale: [MADRS, HDRS-17], kind: [endpoint, change], source: [arms, contrasts]}
    measure: OR
    better: higher
    favours: {left: control, right: ketamine}
    where: {use: primary, route: iv, randomised: yes, structure: parallel}
    exclude: {study: [a2000, b2001], arm: low}
    arms: combine
    model: {tau2: PM, level: 90}
    figure:
      width: natural
      columns: [study, year, {experimental: Ketamine}, control, plot, effect, weight, risk_of_bias]
      sort: -weight
      group: blinding
      prediction: density
      models: [common, bayes]
    subgroup: {by: blinding, order: [inactive, active, masked]}
    sensitivity:
      - {id: without-masked, title: Without the masked-anaesthesia trial, exclude: {study: lii2023}}
      - {id: masked-or-active, where: {blinding: [masked, active]}}
      - {id: read-at-48h, time: {at: 48}, where: {use: [primary, sensitivity], route: any}}
      - {id: wald, model: {interval: wald}}
      - {id: common, model: {model: common}}
      - {id: half, arms: {only: ketamine 0.5}, measure: RR}
      - leave-one-out
      - cumulative
      - leave-one-out: {by: programme}
      - moderators: {formula: year + blinding, cluster: programme, model: three-level, within: study, rho: 0.6, robust: CR1p, permutation: yes, at: [{year: 2010, blinding: active}, {year: 2020, blinding: active}]}
`
