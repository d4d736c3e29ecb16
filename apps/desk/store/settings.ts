/** Single values that outlive a restart. */
import type { Db, Tx } from './tables.ts'

export type SettingName = 'firstEpoch' | 'unopenedBytes' | 'boardLeftOut'

export async function getSetting(db: Db | Tx, name: SettingName): Promise<string | undefined> {
  const row = await db.selectFrom('setting').select('value').where('name', '=', name).executeTakeFirst()
  return row?.value
}

export async function setSetting(db: Db | Tx, name: SettingName, value: string): Promise<void> {
  await db.insertInto('setting').values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value })).execute()
}
