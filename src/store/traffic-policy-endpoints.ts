// Endpoints of traffic policies that are AWS resources: the hosted zone id that an alias of each names. The region is read
// from the host's name, or given for a bucket. (Service endpoints and quotas: elb, s3, elasticbeanstalk, in the AWS General
// Reference; CloudFront has one id.) Where a host leads is not decided by these ids: who runs the service says it by name.

export const aliasEndpointTypes = [
  "cloudfront",
  "application-load-balancer",
  "elastic-load-balancer",
  "network-load-balancer",
  "elastic-beanstalk",
  "s3-website",
] as const;

export type AliasEndpointType = (typeof aliasEndpointTypes)[number];

const cloudFront = "Z2FDTNDATAQYW2";

/** Region, then the ids of ALB and CLB, NLB, S3 websites and Beanstalk; "" where there is none or we know none. */
const regional: readonly (readonly [region: string, elb: string, nlb: string, s3: string, beanstalk: string])[] = [
  ["us-east-1", "Z35SXDOTRQ7X7K", "Z26RNL4JYFTOTI", "Z3AQBSTGFYJSTF", "Z117KPS5GTRQ2G"],
  ["us-east-2", "Z3AADJGX6KTTL2", "ZLMOA37VPKANP", "Z2O1EMRO9K5GLX", "Z14LCN19Q5QHIC"],
  ["us-west-1", "Z368ELLRRE2KJ0", "Z24FKFUX50B4VW", "Z2F56UZL2M1ACD", "Z1LQECGX5PH1X"],
  ["us-west-2", "Z1H1FL5HABSF5", "Z18D5FSROUN65G", "Z3BJ6K6RIION7M", "Z38NKT9BP95V3O"],
  ["ca-central-1", "ZQSVJUPU6J1EY", "Z2EPGBW3API2WT", "Z1QDHH18159H29", "ZJFCZL7SSZB5I"],
  ["ap-south-1", "ZP97RAFLXTNZK", "ZVDDRBQ08TROA", "Z11RGJOFQNVJUP", "Z18NTBI3Y7N9TZ"],
  ["ap-northeast-1", "Z14GRHDCWA56QT", "Z31USIVHYNEOWT", "Z2M4EHUR26P7ZW", "Z1R25G3KIG2GBW"],
  ["ap-northeast-2", "ZWKZPGTI48KDX", "ZIBE1TIR4HY56", "Z3W03O7B5YMIYP", "Z3JE5OI70TWKCP"],
  ["ap-southeast-1", "Z1LMS91P8CMLE5", "ZKVM4W9LS7TM", "Z3O0J2DXBE1FTB", "Z16FZ9L249IFLT"],
  ["ap-southeast-2", "Z1GM3OXH4ZPM65", "ZCT6FZBF4DROD", "Z1WCIGYICN2BYD", "Z2PCDNR3VC2G1N"],
  ["eu-central-1", "Z215JYRZR1TBD5", "Z3F0SRJ5LGBH90", "Z21DNDUVLTQW6Q", "Z1FRNW7UH4DEZJ"],
  ["eu-north-1", "Z23TAZ6LKFMNIO", "Z1UDT6IFJ4EJM", "Z3BAZG2TWCNX0D", "Z23GO28BZ5AETM"],
  ["eu-west-1", "Z32O12XQLNTSW2", "Z2IFOLAFXWLO4F", "Z1BKCTXD74EZPE", "Z2NYPWQ7DFZAZH"],
  ["eu-west-2", "ZHURV8PSTC4K8", "ZD4D7Y8KGAS4G", "Z3GKZC51ZF0DB4", "Z1GKAAAUGATPF1"],
  ["eu-west-3", "Z3Q77PNBQS71R4", "Z1CMS0P5QUZ6D5", "Z3R1K369G5AVDG", "Z5WN6GAYWG5OB"],
  ["sa-east-1", "Z2P70J7HTTTPLU", "ZTK26PT1VY4CU", "Z7KQH4QJS55SO", "Z10X7K2B4QSOFV"],
];

const columnOf: Readonly<Record<Exclude<AliasEndpointType, "cloudfront">, 1 | 2 | 3 | 4>> = {
  "application-load-balancer": 1,
  "elastic-load-balancer": 1,
  "network-load-balancer": 2,
  "s3-website": 3,
  "elastic-beanstalk": 4,
};

export function isAliasEndpointType(type: string): type is AliasEndpointType {
  return aliasEndpointTypes.includes(type as AliasEndpointType);
}

/** The zone id for an alias of the host; that of us-east-1 where the region is not known. */
export function aliasZoneId(type: AliasEndpointType, host: string, region: string | undefined): string {
  if (type === "cloudfront") return cloudFront;
  const [first] = regional;
  const row = regional.find(([code]) => code === region || host.toLowerCase().split(/[.]/).includes(code)) ?? first;
  return row[columnOf[type]];
}

/** A bucket may be named alone; its website's host is made of it and its region. */
export function aliasHost(type: AliasEndpointType, value: string, region: string | undefined): string {
  if (type !== "s3-website" || /\bs3-website\b/.test(value)) return value;
  return `s3-website-${region ?? "us-east-1"}.amazonaws.com`;
}
