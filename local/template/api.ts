import type { Resolved, Resources } from './resources';
import { TemplateError } from './template-error';
import type { ApiSpec, RouteSpec } from './wiring';

interface IntegrationProperties {
  IntegrationType: string;
  IntegrationUri: string;
  PayloadFormatVersion: string;
}

interface RouteProperties {
  RouteKey: string;
  Target: string;
  AuthorizationType?: string;
}

/** The one HTTP API, served at the stack's own address. */
export function readApi(resources: Resources): ApiSpec {
  const [api, ...others] = resources.of('AWS::ApiGatewayV2::Api');
  if (!api || others.length > 0)
    throw new TemplateError(`The template has ${others.length + (api ? 1 : 0)} HTTP APIs; the local stack plays one.`);
  if (api.properties.CorsConfiguration)
    resources.fail(api, 'has CORS set up, which the local stack does not play yet.');
  for (const stage of resources.of('AWS::ApiGatewayV2::Stage'))
    if (stage.identity.ref !== '$default') resources.fail(stage, 'must be $default: no path begins with a stage here.');
  const integrations = resources.of('AWS::ApiGatewayV2::Integration');
  const routes = resources.of('AWS::ApiGatewayV2::Route').map((route) => readRoute(resources, route, integrations));
  return { id: api.identity.ref, routes };
}

function readRoute(resources: Resources, resource: Resolved, integrations: Resolved[]): RouteSpec {
  const route = resource.properties as unknown as RouteProperties;
  if ((route.AuthorizationType ?? 'NONE') !== 'NONE')
    resources.fail(resource, `is authorized by ${route.AuthorizationType}, which the local stack does not play.`);
  const integration = integrations.find(({ identity }) => route.Target === `integrations/${identity.ref}`);
  if (!integration) return resources.fail(resource, `leads to ${route.Target}, which is not in the template.`);
  const { IntegrationType, IntegrationUri, PayloadFormatVersion } =
    integration.properties as unknown as IntegrationProperties;
  if (IntegrationType !== 'AWS_PROXY' || PayloadFormatVersion !== '2.0')
    resources.fail(integration, 'must be a Lambda proxy with payload format 2.0.');
  return { key: route.RouteKey, functionArn: IntegrationUri };
}
