import { pinyin } from 'pinyin-pro'

/** Every syllable of Mandarin without tone, ü as v. */
const SYLLABLES = new Set(
  `a ai an ang ao ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu ca cai can cang cao ce cen ceng cha
  chai chan chang chao che chen cheng chi chong chou chu chua chuai chuan chuang chui chun chuo ci cong cou cu cuan cui
  cun cuo da dai dan dang dao de dei den deng di dia dian diao die ding diu dong dou du duan dui dun duo e ei en eng er
  fa fan fang fei fen feng fo fou fu ga gai gan gang gao ge gei gen geng gong gou gu gua guai guan guang gui gun guo ha
  hai han hang hao he hei hen heng hong hou hu hua huai huan huang hui hun huo ji jia jian jiang jiao jie jin jing jiong
  jiu ju juan jue jun ka kai kan kang kao ke kei ken keng kong kou ku kua kuai kuan kuang kui kun kuo la lai lan lang
  lao le lei leng li lia lian liang liao lie lin ling liu lo long lou lu luan lun luo lv lve ma mai man mang mao me mei
  men meng mi mian miao mie min ming miu mo mou mu na nai nan nang nao ne nei nen neng ni nian niang niao nie nin ning
  niu nong nou nu nuan nuo nv nve o ou pa pai pan pang pao pei pen peng pi pian piao pie pin ping po pou pu qi qia qian
  qiang qiao qie qin qing qiong qiu qu quan que qun ran rang rao re ren reng ri rong rou ru rua ruan rui run ruo sa sai
  san sang sao se sen seng sha shai shan shang shao she shei shen sheng shi shou shu shua shuai shuan shuang shui shun
  shuo si song sou su suan sui sun suo ta tai tan tang tao te tei teng ti tian tiao tie ting tong tou tu tuan tui tun
  tuo wa wai wan wang wei wen weng wo wu xi xia xian xiang xiao xie xin xing xiong xiu xu xuan xue xun ya yan yang yao
  ye yi yin ying yo yong you yu yuan yue yun za zai zan zang zao ze zei zen zeng zha zhai zhan zhang zhao zhe zhei zhen
  zheng zhi zhong zhou zhu zhua zhuai zhuan zhuang zhui zhun zhuo zi zong zou zu zuan zui zun zuo`.split(
    /\s+/,
  ),
)
const LONGEST_SYLLABLE = 6

/** More readings than these are not followed: they are ever less likely and would swell the index. */
export const MOST_READINGS = 8

const plain = (readings: string[]) => [
  ...new Set(
    readings
      .map((each) => each.replaceAll('ü', 'v').replaceAll('ê', 'e'))
      .filter((each) => /^[a-z]+$/.test(each)),
  ),
]

const readingsByCharacter = new Map<string, readonly string[]>()

/** All readings of a character without tone, the usual one first; none for what is no Chinese character. */
export const readingsOf = (character: string): readonly string[] => {
  const known = readingsByCharacter.get(character)
  if (known) return known
  const isChinese = /^\p{Script=Han}$/u.test(character)
  const read = isChinese ? plain(pinyin(character, { multiple: true, toneType: 'none', type: 'array' })) : []
  readingsByCharacter.set(character, read)
  return read
}

const readingsBySurname = new Map<string, readonly (readonly string[])[]>()

/** The readings of each character of a surname, that of the surname first: 曾 zeng, 单 shan, 尉迟 yu chi. */
export const surnameReadingsOf = (surname: string): readonly (readonly string[])[] => {
  const known = readingsBySurname.get(surname)
  if (known) return known
  const asSurname = pinyin(surname, { surname: 'head', toneType: 'none', type: 'array' })
  const read = Array.from(surname, (character, position) => {
    const usual = readingsOf(character)
    return usual.length ? [...new Set([...plain(asSurname.slice(position, position + 1)), ...usual])] : usual
  })
  readingsBySurname.set(surname, read)
  return read
}

/** Whole readings of a name from those of its characters: at most eight, the likeliest first. */
export const combineReadings = (characters: readonly (readonly string[])[]): string[][] => {
  let paths: { syllables: string[]; unlikeliness: number }[] = [{ syllables: [], unlikeliness: 0 }]
  for (const readings of characters) {
    if (readings.length === 1 && readings[0] !== undefined) {
      for (const path of paths) path.syllables.push(readings[0])
      continue
    }
    if (readings.length === 0) continue
    paths = paths.flatMap(({ syllables, unlikeliness }) =>
      readings.map((reading, rank) => ({
        syllables: [...syllables, reading],
        unlikeliness: unlikeliness + rank,
      })),
    )
    paths = paths.toSorted((one, other) => one.unlikeliness - other.unlikeliness).slice(0, MOST_READINGS)
  }
  return paths.map(({ syllables }) => syllables)
}

/**
 * The ways to cut typed letters into syllables (xian → xian, xi an), at most eight, long syllables first; none when some
 * letter fits nowhere.
 */
export const cutIntoSyllables = (letters: string): string[][] => {
  const cuts: string[][][] = Array.from({ length: letters.length + 1 }, () => [])
  cuts[letters.length] = [[]]
  for (let start = letters.length - 1; start >= 0; start -= 1) {
    const here: string[][] = []
    for (let end = Math.min(letters.length, start + LONGEST_SYLLABLE); end > start; end -= 1) {
      const syllable = letters.slice(start, end)
      if (SYLLABLES.has(syllable)) here.push(...(cuts[end] ?? []).map((rest) => [syllable, ...rest]))
    }
    cuts[start] = here.slice(0, MOST_READINGS)
  }
  return cuts[0] ?? []
}

const similarSounds = new Map<string, string>()

/**
 * One key for syllables that southern speakers do not tell apart: zh/z, ch/c, sh/s, n/l, hu-/f-, -ng/-n after a, e, i;
 * and ü/u after n and l, which keyboards do not tell apart.
 */
export const similarSoundOf = (syllable: string) => {
  const known = similarSounds.get(syllable)
  if (known !== undefined) return known
  const key = syllable
    .replace(/^([zcs])h/, '$1')
    .replace(/^[nl]v/, 'lu')
    .replace(/^n(?=.)/, 'l')
    .replace(/^hui$/, 'fei')
    .replace(/^hun$/, 'fen')
    .replace(/^hu(?=.)/, 'f')
    .replace(/^hu$/, 'fu')
    .replace(/([aei])ng$/, '$1n')
  similarSounds.set(syllable, key)
  return key
}
