/** What a conversation is labelled with: tags, followers, priority and description, told a second time. */
type Fields = Record<string, unknown>;

export class LabelModel {
  tags: string[] = [];
  followers: string[] = [];
  priority: string | undefined;
  description: string | undefined;

  update({ priority, addTags = [], removeTags = [] }: Fields): void {
    if (priority !== undefined) this.priority = String(priority);
    this.tag(addTags as string[], removeTags as string[]);
  }

  effect(type: string, fields: Fields): void {
    const tags = [...((fields.tags as string[]) ?? []), ...(fields.tag === undefined ? [] : [String(fields.tag)])];
    if (type === 'conversation.tag') this.tag(tags, []);
    if (type === 'conversation.untag') this.tag([], tags);
    if (type === 'priority.set') this.priority = String(fields.priority);
    if (type === 'description.set') this.description = String(fields.text);
    if (type.startsWith('followers.')) this.follow(type, fields.agentIds as string[]);
  }

  private tag(add: readonly string[], remove: readonly string[]): void {
    this.tags = [...new Set([...this.tags.filter((tag) => !remove.includes(tag)), ...add])];
  }

  private follow(type: string, ids: readonly string[]): void {
    const others = this.followers.filter((id) => !ids.includes(id));
    this.followers = type === 'followers.add' ? [...new Set([...this.followers, ...ids])] : others;
  }
}
